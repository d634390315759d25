/** Every request between the bot and its stand-in for Slack. */

import { ApiError, readRequests } from "/page/api.js";
import { iconButton } from "/page/buttons.js";
import { h } from "/page/dom.js";
import { KeyedList } from "/page/keyed.js";
import { requestDetail, requestRow } from "/page/request.js";

const MOST = 500;
const NEAR = 40;

/** A panel with the list of requests, and all about the chosen one. It reads only while it is open. */
export class Inspector {
  #store;
  #rows;
  #list;
  #detail = h("div", { class: "request-detail", role: "region", "aria-label": "Request", tabindex: "0" });
  #count = h("span", { class: "soft", role: "status" });
  #only = h("input", { type: "checkbox", id: "only-refused", onchange: () => this.#draw() });
  #requests = [];
  #chosen = null;
  #last = 0;
  #button = null;
  #reading = null;

  constructor(store) {
    this.#store = store;
    const onkeydown = (event) => this.#pressed(event);
    const properties = { role: "listbox", tabindex: "0", "aria-label": "Requests", onkeydown };
    this.#rows = h("div", { class: "requests", ...properties });
    this.#list = new KeyedList(this.#rows);
    this.element = h(
      "aside",
      { class: "inspector", id: "inspector", "aria-label": "Inspector", hidden: true },
      this.#header(),
      h("div", { class: "inspector-body" }, this.#rows, this.#detail),
    );
  }

  control(button) {
    this.#button = button;
  }

  show() {
    if (!this.element.hidden) this.#read();
  }

  open() {
    this.#set(true);
  }

  toggle() {
    this.#set(this.element.hidden);
  }

  #header() {
    return h(
      "header",
      { class: "inspector-header" },
      h("h2", {}, "Inspector"),
      h("label", { for: "only-refused" }, this.#only, "Refused only"),
      this.#count,
      iconButton("close", "Close inspector", () => this.#set(false)),
    );
  }

  #set(open) {
    this.element.hidden = !open;
    this.#button.setAttribute("aria-expanded", String(open));
    if (open) this.#read().then(() => this.#rows.focus());
    else this.#button.focus();
  }

  #read() {
    this.#reading ??= this.#readMore().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #readMore() {
    try {
      const found = await readRequests(this.#last);
      this.#last = found.last;
      this.#requests = [...this.#requests, ...found.requests].slice(-MOST);
      this.#draw();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#count.textContent = error.message;
    }
  }

  #visible() {
    return this.#only.checked ? this.#requests.filter((request) => !request.ok) : this.#requests;
  }

  #draw() {
    const shown = this.#visible();
    const refused = this.#requests.filter((request) => !request.ok).length;
    const { scrollHeight, scrollTop, clientHeight } = this.#rows;
    this.#count.textContent = `${refused} of ${this.#requests.length} refused`;
    this.#list.show(shown.map((request) => this.#itemOf(request)));
    if (!this.#chosen || !shown.includes(this.#chosen)) this.#choose(shown.at(-1) ?? null);
    if (scrollHeight - scrollTop - clientHeight < NEAR) this.#rows.scrollTop = this.#rows.scrollHeight;
  }

  #itemOf(request) {
    const key = String(request.n);
    const build = () => requestRow(request, this.#store.view, () => this.#choose(request));
    return { key, signature: key, build };
  }

  #choose(request) {
    this.#rows.querySelector("[aria-selected='true']")?.setAttribute("aria-selected", "false");
    this.#chosen = request;
    const nothing = this.#only.checked ? "Nothing was refused." : "No request yet.";
    const detail = request ? requestDetail(request, this.#store.view) : [h("p", { class: "soft" }, nothing)];
    this.#detail.replaceChildren(...detail);
    this.#detail.scrollTop = 0;
    this.#mark(request && this.#rows.querySelector(`#request-${request.n}`));
  }

  #mark(row) {
    this.#rows.setAttribute("aria-activedescendant", row?.id ?? "");
    row?.setAttribute("aria-selected", "true");
    row?.scrollIntoView({ block: "nearest" });
  }

  #pressed(event) {
    const shown = this.#visible();
    const at = shown.indexOf(this.#chosen);
    const targets = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 };
    if (!(event.key in targets)) return;
    event.preventDefault();
    const target = shown[targets[event.key]];
    if (target) this.#choose(target);
  }
}
