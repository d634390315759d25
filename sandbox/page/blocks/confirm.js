/** The question before a press that should not happen by accident. */

import { h } from "../dom.js";
import { textNodes } from "./text.js";

/** Ask it; returns whether the answer is yes. */
export function confirmed(confirm, context) {
  const dialog = build(confirm, context);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

function build(confirm, context) {
  const style = confirm.style === "danger" ? "press-danger-full" : "press-primary";
  const answer = (words, value, name) =>
    h("button", { type: "button", class: `press ${name}`, onclick: () => dialog.close(value) }, words);
  const title = h("h2", { id: "confirm-title" }, textNodes(confirm.title, context));
  const dialog = h(
    "dialog",
    { class: "blocks confirm", "aria-labelledby": "confirm-title", "aria-describedby": "confirm-text" },
    title,
    h("div", { class: "prose", id: "confirm-text" }, textNodes(confirm.text, context)),
    h(
      "div",
      { class: "confirm-answers" },
      answer(textNodes(confirm.deny, context), "no", ""),
      answer(textNodes(confirm.confirm, context), "yes", style),
    ),
  );
  // What is typed here is for this question alone, not for the page behind it.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  return dialog;
}
