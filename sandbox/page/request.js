/** One request between the bot and the stand-in: its row in the inspector, and everything about it. */

import { h } from "/page/dom.js";
import { icon } from "/page/icons.js";
import { clockTime } from "/page/time.js";

/** The row: direction, name, how it went. */
export function requestRow(request, view, onclick) {
  const classes = request.ok ? "request" : "request request-refused";
  return h(
    "div",
    { class: classes, role: "option", id: `request-${request.n}`, "aria-selected": "false", onclick },
    icon(request.way === "app" ? "outward" : "inward"),
    h("span", { class: "visually-hidden" }, directionOf(request, view)),
    h("code", { class: "request-name" }, request.name),
    outcomeOf(request),
    h("span", { class: "soft request-ms" }, request.ms === null ? "" : `${Math.round(request.ms)} ms`),
  );
}

/** What is told about a request: the rule it broke, payload and answer. */
export function requestDetail(request, view) {
  const at = new Date(request.at);
  const facts = [directionOf(request, view), clockTime(at, view.zone)];
  if (request.attempt) facts.push(`attempt ${request.attempt + 1}`);
  return [
    h("h3", {}, h("code", {}, request.name), " ", outcomeOf(request)),
    h("p", { class: "soft" }, facts.join(" · ")),
    request.ok ? null : rulesOf(request),
    h("h4", {}, "Payload"),
    json(request.payload),
    h("h4", {}, "Answer"),
    json(request.answer),
  ].filter(Boolean);
}

function directionOf({ way }, view) {
  const name = view.bot.real_name;
  return way === "app" ? `${name} to the workspace` : `The workspace to ${name}`;
}

function outcomeOf({ ok, status, error }) {
  if (ok) return h("span", { class: "outcome" }, icon("check"), String(status ?? "ok"));
  const words = `refused: ${error ?? status ?? "no answer"}`;
  return h("span", { class: "outcome outcome-refused" }, icon("warning"), words);
}

function rulesOf({ reasons, error }) {
  const rules = reasons.length ? reasons : [error ?? "No answer came."];
  return h("ul", { class: "rules" }, rules.map((rule) => h("li", {}, rule)));
}

function json(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value ?? null, null, 2);
  return h("pre", { class: "json", tabindex: "0" }, h("code", {}, text === "null" ? "(empty)" : text));
}
