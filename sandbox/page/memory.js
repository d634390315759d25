/** What the page remembers through a reload, in this tab. A browser that forbids it forgets. */

/** The value kept under that name, or `otherwise`. */
export function recall(name, otherwise) {
  try {
    return JSON.parse(sessionStorage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise; // storage is blocked: the page works, and forgets
  }
}

/** Keep a value under that name. */
export function remember(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // storage is blocked or full: the page works, and forgets
  }
}
