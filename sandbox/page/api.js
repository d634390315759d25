/** What the page asks of its server. Every function rejects with an ApiError, but for `act`. */

const SILENT = "The demo does not answer. Is it still running?";
const RECONNECT_AFTER = 2000;

/** A request that failed: one sentence, and the HTTP status (0: no answer at all). */
export class ApiError extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

/** Where a visitor starts: {as, place}. */
export function readFirst() {
  return request("/client/first");
}

/** Everything that one person sees: the scene of PAGE contract, for an address {as, place, thread}. */
export function readScene({ as, place, thread }) {
  const query = new URLSearchParams({ as, place });
  if (thread) query.set("thread", thread);
  return request(`/client/scene?${query}`);
}

/** The requests between app and stand-in after that number: {requests, last}. */
export function readRequests(after) {
  return request(`/client/requests?after=${after}`);
}

/** Do something as a person: {ok: true, …} or {ok: false, error: sentence}. Never rejects. */
export async function act(body) {
  try {
    return await request("/client/act", body);
  } catch (error) {
    if (error instanceof ApiError) return { ok: false, error: error.message };
    throw error;
  }
}

/** Move the workspace's clock; resolves when the app has done what fell due. */
export function travel(to) {
  return request("/client/clock", { to });
}

/**
 * Hear of every change: `onVersion(number)`, and `onConnection(boolean)` when the line is lost or back.
 * The browser reconnects by itself after a cut, but not after a refusal.
 */
export function followNews(onVersion, onConnection) {
  const source = new EventSource("/client/news");
  source.addEventListener("open", () => onConnection(true));
  source.addEventListener("message", (event) => onVersion(Number(event.data)));
  source.addEventListener("error", () => {
    onConnection(false);
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => followNews(onVersion, onConnection), RECONNECT_AFTER);
    }
  });
}

async function request(path, body) {
  const response = await send(path, body);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(answer.error ?? SILENT, response.status);
  return answer;
}

async function send(path, body) {
  const headers = { "Content-Type": "application/json" };
  const options = body ? { method: "POST", headers, body: JSON.stringify(body) } : {};
  try {
    return await fetch(path, options);
  } catch {
    throw new ApiError(SILENT, 0);
  }
}
