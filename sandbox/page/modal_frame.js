/** The frame of a modal: title, buttons, and one line for what went wrong. */

import { iconButton, tell, troubleLine, wordButton } from "/page/buttons.js";
import { h } from "/page/dom.js";
import { focusables } from "/page/focus.js";

const FIELDS = "input, select, textarea";

/** A dialog; `submit()`, `back()` (close this one) and `leave()` (close all of them) can be done in it. */
export class ModalFrame {
  #does;
  #heading = h("h2", { id: "modal-title", tabindex: "-1" });
  #body = h("div", { class: "modal-body" });
  #trouble = troubleLine();
  #progress = h("span", { class: "visually-hidden", role: "status" });
  #submit = h("button", { type: "submit", class: "button primary" });
  #backButton;
  #leaveButton;
  #closeButton;
  #busy = false;

  constructor(does) {
    this.#does = does;
    this.#backButton = iconButton("back", "Back", does.back);
    this.#leaveButton = iconButton("close", "Close dialog", does.leave);
    this.#closeButton = wordButton("", does.back);
    const form = h(
      "form",
      { novalidate: true, onsubmit: (event) => this.#send(event) },
      h("header", { class: "modal-header" }, this.#backButton, this.#heading, this.#leaveButton),
      this.#body,
      h("footer", { class: "modal-footer" }, this.#trouble, this.#progress, this.#closeButton, this.#submit),
    );
    this.element = h("dialog", { class: "modal", "aria-labelledby": "modal-title" }, form);
    this.element.addEventListener("cancel", (event) => this.#cancel(event));
    this.element.addEventListener("keydown", (event) => this.#pressed(event));
  }

  /** Title and buttons of a view; `depth`: how many modals are open. */
  label(view, depth) {
    this.#heading.textContent = view.title?.text ?? "";
    this.#backButton.hidden = depth < 2;
    this.#closeButton.textContent = view.close?.text ?? (view.submit ? "Cancel" : "Close");
    this.#submit.textContent = view.submit?.text ?? "Submit";
    this.#submit.hidden = !view.submit;
    this.tell("");
  }

  /** Show these blocks, scrolled to where the last ones were. */
  fill(blocks) {
    const place = this.#body.scrollTop;
    this.#body.replaceChildren(blocks);
    this.#body.scrollTop = place;
  }

  /** Show the dialog from its beginning, with the first field in focus. */
  open() {
    this.#body.scrollTop = 0;
    if (!this.element.open) this.element.showModal();
    const field = focusables(this.#body).find((each) => each.matches(FIELDS));
    (field ?? this.#heading).focus({ preventScroll: true });
  }

  close() {
    this.element.close();
    this.#body.replaceChildren();
  }

  /** One sentence about what went wrong. */
  tell(sentence) {
    tell(this.#trouble, sentence);
  }

  /** Go to the first field that is wrong. */
  focusFault() {
    const wrong = this.#body.querySelector("[aria-invalid='true']");
    (wrong ? (focusables(wrong)[0] ?? wrong) : this.#heading).focus();
  }

  /** While the app is asked, nothing else can be. */
  setBusy(now) {
    this.#busy = now;
    if (now) this.tell("");
    this.element.setAttribute("aria-busy", String(now));
    for (const button of [this.#submit, this.#closeButton, this.#backButton, this.#leaveButton]) {
      button.setAttribute("aria-disabled", String(now));
    }
    this.#progress.textContent = now ? "One moment …" : "";
  }

  #send(event) {
    event.preventDefault();
    if (!this.#busy && !this.#submit.hidden) this.#does.submit();
  }

  /** Escape, or the back gesture: the server says when the modal is closed. */
  #cancel(event) {
    if (event.type === "cancel" && event.target !== this.element) return;
    event.preventDefault();
    if (!this.#busy) this.#does.back();
  }

  /** Tab goes round inside the dialog. */
  #pressed(event) {
    if (event.key === "Escape" && !event.defaultPrevented) this.#cancel(event);
    if (event.key !== "Tab" || event.defaultPrevented) return;
    const there = focusables(this.element);
    const [edge, other] = event.shiftKey ? [there[0], there.at(-1)] : [there.at(-1), there[0]];
    if (document.activeElement !== edge) return;
    event.preventDefault();
    other.focus();
  }
}
