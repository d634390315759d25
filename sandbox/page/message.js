/** One message, as an article. */

import { avatar } from "/page/avatar.js";
import { wordButton } from "/page/buttons.js";
import { renderBlocks, renderText } from "/page/blocks/index.js";
import { h } from "/page/dom.js";
import { fileList } from "/page/files.js";
import { icon } from "/page/icons.js";
import { clockTime, fullMoment, momentOf } from "/page/time.js";
import { threadOrigin, threadSummary } from "/page/thread_links.js";
import { authorOf } from "/page/timeline.js";

/**
 * The element of a message. `given`: {message, grouped, error, inThread, view, context} and what can be
 * done: {openThread(ts) | null, dismiss(ts)}.
 */
export function buildMessage(given) {
  const { message, view } = given;
  const author = view.people.get(authorOf(message)) ?? view.bot;
  const name = author?.real_name ?? "Somebody";
  const label = `${name}, ${clockTime(momentOf(message.ts), view.zone)}`;
  return h(
    "article",
    { class: classesOf(given), "aria-label": label, tabindex: "-1" },
    given.grouped ? h("div", { class: "gutter" }, timeOf(message, view, false)) : avatar(author),
    h(
      "div",
      { class: "message-body" },
      given.grouped ? null : headerOf(author, name, message, view),
      remarkAbove(given),
      contentOf(given),
      fileList(message.files, view.me.id),
      given.error ? h("p", { class: "trouble", role: "alert" }, icon("warning"), given.error) : null,
      threadSummary(given),
    ),
    actionsOf(given),
  );
}

function classesOf({ message, grouped }) {
  const classes = ["message"];
  if (grouped) classes.push("message-grouped");
  if (message.ephemeral) classes.push("message-ephemeral");
  if (message.subtype?.startsWith("channel_") || message.subtype === "tombstone") {
    classes.push("message-quiet");
  }
  return classes.join(" ");
}

function headerOf(author, name, message, view) {
  return h(
    "header",
    { class: "message-header" },
    h("b", { class: "author" }, name),
    author?.bot ? h("span", { class: "mark", title: "An app, not a person" }, "APP") : null,
    author?.guest ? h("span", { class: "mark" }, "Guest") : null,
    timeOf(message, view, true),
  );
}

function timeOf(message, view, reachable) {
  const moment = momentOf(message.ts);
  const full = fullMoment(moment, view.zone);
  const properties = { datetime: moment.toISOString(), class: "time", "aria-label": full };
  if (reachable) properties.tabindex = "0";
  return h("time", { ...properties, dataset: { full } }, clockTime(moment, view.zone));
}

function remarkAbove(given) {
  if (given.message.ephemeral) {
    return h("p", { class: "remark" }, icon("eye"), "Only visible to you");
  }
  return threadOrigin(given);
}

function contentOf({ message, context }) {
  const body = message.blocks?.length
    ? renderBlocks(message.blocks, context)
    : renderText(message.text ?? "", context);
  const edited = message.edited ? h("span", { class: "edited" }, "(edited)") : null;
  return h("div", { class: "content" }, body, edited);
}

function actionsOf({ message, inThread, openThread, dismiss }) {
  if (message.ephemeral) {
    return h("div", { class: "message-actions" }, wordButton("Dismiss", () => dismiss(message.ts), "plain"));
  }
  if (!openThread || inThread || message.subtype) return null;
  const open = () => openThread(message.thread_ts ?? message.ts);
  const words = [icon("reply"), "Reply in thread"];
  return h("div", { class: "message-actions" }, wordButton(words, open, "plain"));
}
