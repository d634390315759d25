/** The lines that lead from a message to its thread and back. */

import { avatar } from "/page/avatar.js";
import { plainWords } from "/page/blocks/index.js";
import { h } from "/page/dom.js";
import { icon } from "/page/icons.js";
import { momentOf, shortMoment } from "/page/time.js";

const EXCERPT = 60;
const FACES = 4;

/** "4 replies, last Mon 7 Dec, 09:12", as a button; null without replies or where the thread is open. */
export function threadSummary({ message, inThread, openThread, view }) {
  if (!message.reply_count || inThread || !openThread) return null;
  const replies = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  const last = `last ${shortMoment(momentOf(message.latest_reply), view.zone)}`;
  const faces = (message.reply_users ?? []).slice(0, FACES);
  return h(
    "button",
    {
      type: "button",
      class: "thread-summary",
      "aria-label": `${replies}, ${last}: open the thread`,
      onclick: () => openThread(message.ts),
    },
    faces.map((id) => avatar(view.people.get(id), "small")),
    h("b", {}, replies),
    h("span", { class: "soft" }, last),
  );
}

/** Where a reply that was also sent to the channel comes from; null for other messages. */
export function threadOrigin({ message, inThread, openThread, context, parent }) {
  if (message.subtype !== "thread_broadcast") return null;
  if (inThread) {
    return h("p", { class: "remark" }, icon("reply"), "Also sent to the channel");
  }
  const about = parent ? excerpt(plainWords(parent.text ?? "", context)) : "the thread";
  return h(
    "p",
    { class: "remark" },
    icon("reply"),
    "Replied to a thread: ",
    h(
      "button",
      { type: "button", class: "link", onclick: () => openThread(message.thread_ts) },
      about,
    ),
  );
}

function excerpt(text) {
  const line = text.split("\n", 1)[0];
  return line.length > EXCERPT ? `${line.slice(0, EXCERPT).trimEnd()}…` : line;
}
