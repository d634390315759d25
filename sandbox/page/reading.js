/** A reader's place in a list that grows at its end. */

const NEAR = 48;

/**
 * Keeps whoever reads the end at the end, and leaves everybody else where they are, which is the
 * browser's work (overflow-anchor); then `jump`, a button that leads to the end, says that there is news.
 */
export class Reading {
  #scroller;
  #jump;
  #fromTop;
  #atBottom = true;

  /** `fromTop`: another list is read from its beginning, not from its end. */
  constructor(scroller, jump, { fromTop }) {
    this.#scroller = scroller;
    this.#jump = jump;
    this.#fromTop = fromTop;
    scroller.addEventListener("scroll", () => this.#look());
    jump.addEventListener("click", () => {
      this.toBottom();
      scroller.focus();
    });
    new ResizeObserver(() => this.#atBottom && this.toBottom()).observe(scroller);
  }

  /** Go to the end. */
  toBottom() {
    this.#atBottom = true;
    this.#jump.hidden = true;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  /** Let `change()` alter the list; `fresh`: it is another list; `grew`: there is a new last one. */
  keep(fresh, grew, change) {
    const stay = fresh ? !this.#fromTop : this.#atBottom;
    change();
    if (stay) this.toBottom();
    else if (fresh) this.#toTop();
    else if (grew) this.#jump.hidden = false;
  }

  #toTop() {
    this.#scroller.scrollTop = 0;
    this.#jump.hidden = true;
    this.#look();
  }

  #look() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.#atBottom = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.#atBottom) this.#jump.hidden = true;
  }
}
