/** Typing into a combobox: what is found for it, and the keys of its list. */

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/**
 * Ties an input to its list. `chosen()` tells the values chosen, `pick(option)` chooses one, `leave()` is
 * called when the list is left.
 */
export class Seeker {
  #input;
  #list;
  #source;
  #chosen;
  #pick;
  #leave;
  #asked = 0;
  #waiting = 0;

  constructor({ input, list, source, chosen, pick, leave }) {
    this.#input = input;
    this.#list = list;
    this.#source = source;
    this.#chosen = chosen;
    this.#pick = pick;
    this.#leave = leave;
    input.addEventListener("input", () => this.#typed());
    input.addEventListener("keydown", (event) => this.#pressed(event));
    input.addEventListener("click", () => list.isOpen() || this.seek(""));
    input.addEventListener("blur", () => this.#left());
  }

  /** Open the list with what is found; resolves when it is there, or wanted no longer. */
  async seek(query) {
    clearTimeout(this.#waiting);
    this.#asked += 1;
    const turn = this.#asked;
    const { fewest, pause } = this.#source;
    if (query.trim().length < fewest) return this.#list.say(fewer(fewest));
    if (!pause) return this.#show(this.#source.find(query), query);
    this.#list.say("Searching …");
    const groups = await this.#source.find(query);
    return this.#isWanted(turn) ? this.#show(groups, query) : undefined;
  }

  /** Close the list; what is still being sought is not shown. */
  stop() {
    clearTimeout(this.#waiting);
    this.#asked += 1;
    this.#list.close();
  }

  /** Enter takes the first of what was found for something typed. */
  #show(groups, query) {
    this.#list.show(groups, this.#chosen(), query.trim() !== "");
  }

  #isWanted(turn) {
    return turn === this.#asked && this.#input.isConnected && document.activeElement === this.#input;
  }

  #typed() {
    clearTimeout(this.#waiting);
    const seek = () => this.seek(this.#input.value);
    if (!this.#source.pause) return seek();
    if (!this.#list.isOpen()) this.#list.say("Searching …");
    this.#waiting = setTimeout(seek, this.#source.pause);
    return undefined;
  }

  #left() {
    this.stop();
    this.#leave();
  }

  #pressed(event) {
    if (STEPS[event.key]) return this.#arrow(event);
    if (!this.#list.isOpen()) return undefined;
    if (event.key === "Enter") return this.#enter(event);
    if (event.key === "Escape") return this.#escape(event);
    return undefined;
  }

  #arrow(event) {
    event.preventDefault();
    if (this.#list.isOpen()) this.#list.move(STEPS[event.key]);
    else this.seek("");
  }

  #enter(event) {
    event.preventDefault();
    const option = this.#list.active();
    if (option) this.#pick(option);
  }

  /** Closes the list alone, not what the field stands in. */
  #escape(event) {
    event.preventDefault();
    event.stopPropagation();
    this.#left();
  }
}

function fewer(fewest) {
  return fewest === 1 ? "Type to search" : `Type at least ${fewest} characters to search`;
}
