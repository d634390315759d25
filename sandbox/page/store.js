/** What is shown, and who is told when it changes. */

import { act, ApiError, readFirst, readScene } from "/page/api.js";
import { HOME, readAddress, writeAddress } from "/page/address.js";
import { outlook } from "/page/outlook.js";

/**
 * Holds the address (who looks at what) and the newest outlook of it. Parts subscribe; every change
 * of the workspace or of the address reads the scene again, one reading at a time.
 */
export class Store {
  #listeners = [];
  #wanted = 0;
  #reading = null;

  address = { as: null, place: null, thread: null };
  /** The newest outlook (outlook.js), null until there is one. */
  view = null;

  /** Be told of every new outlook. */
  subscribe(listener) {
    this.#listeners.push(listener);
  }

  /** Go where the page's address says, or where a visitor starts. */
  async begin() {
    window.addEventListener("hashchange", () => this.#follow());
    await this.#follow();
  }

  /** Move: change any of {as, place, thread}. Another place closes the thread. */
  go(change) {
    const thread = "place" in change ? null : this.address.thread;
    const hash = writeAddress({ ...this.address, thread, ...change });
    if (hash !== location.hash) history.pushState(null, "", hash);
    return this.#follow();
  }

  /** The link that leads to a place. */
  linkTo(change) {
    return writeAddress({ ...this.address, thread: null, ...change });
  }

  /** Do something as the person shown; resolves with the answer, once the outlook holds it. */
  async act(body) {
    const answer = await act({ as: this.address.as, ...body });
    await this.refresh();
    return answer;
  }

  /** News of a version: read the scene again, unless it is the one shown. */
  hear(version) {
    if (this.address.as && version !== this.view?.scene.version) this.refresh();
  }

  /** The server answers again, after a silence: it may be another one. */
  resume() {
    return this.address.as ? this.refresh() : this.#follow();
  }

  /** Read the scene again; resolves when the newest is shown. */
  refresh() {
    this.#wanted += 1;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #follow() {
    const said = readAddress(location.hash);
    if (!said.as) return this.#restart();
    this.address = { ...said, place: said.place ?? HOME };
    return this.refresh();
  }

  async #restart() {
    const first = await readFirst().catch(unanswered);
    if (!first) return undefined;
    history.replaceState(null, "", writeAddress(first));
    return this.#follow();
  }

  async #read() {
    let wanted;
    do {
      wanted = this.#wanted;
      const address = this.address;
      try {
        const scene = await readScene(address);
        if (address === this.address) this.#arrive(outlook(scene, address));
      } catch (error) {
        unanswered(error);
        if (error.status === 404) this.#startOver();
      }
    } while (wanted !== this.#wanted);
  }

  /** The person or place of the address is not there: the demo was started anew, perhaps. */
  #startOver() {
    history.replaceState(null, "", "#");
    this.#restart();
  }

  /** Show it; a place that this person does not see is left for their own messages with the bot. */
  #arrive(view) {
    if (view.atHome || view.channel) return this.#show(view);
    const place = view.scene.channels.find((channel) => channel.im)?.id ?? HOME;
    history.replaceState(null, "", writeAddress({ as: view.me.id, place }));
    return this.#follow();
  }

  #show(view) {
    this.view = view;
    for (const listener of this.#listeners) listener(view);
  }
}

/** What the server does not answer is told by the bar for the lost connection; all else is a fault. */
function unanswered(error) {
  if (!(error instanceof ApiError)) throw error;
}
