/** The bar that says that the line to the demo is cut. */

import { h } from "/page/dom.js";
import { icon } from "/page/icons.js";

const LOST = "Connection lost. Is the demo still running? Trying again …";

/** Empty, and so unseen, as long as all is well. */
export class Connection {
  element = h("div", { class: "connection", role: "status" });

  set(connected) {
    if (connected) this.element.replaceChildren();
    else if (!this.element.hasChildNodes()) this.element.replaceChildren(icon("warning"), LOST);
  }
}
