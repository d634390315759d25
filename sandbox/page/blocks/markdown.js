/** The markdown block: the plain part of Markdown, with no HTML in it. */

import { h } from "../dom.js";
import { anchor } from "./text.js";
import { safeAddress } from "./tokens.js";

const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "\\*\\*(?<strong>[^*\\n]+)\\*\\*",
    "~~(?<del>[^~\\n]+)~~",
    "(?<!\\w)(?:\\*(?<em>[^*\\n]+)\\*|_(?<low>[^_\\n]+)_)(?!\\w)",
    "\\[(?<label>[^\\]\\n]+)\\]\\((?<href>[^)\\s]+)\\)",
    "(?<url>https?://[^\\s<>]*[^\\s<>.,;:!?)])",
  ].join("|"),
  "g",
);
const TAGS = { strong: "strong", del: "s", em: "em", low: "em" };

const RULES = [
  [/^```[^\n]*\n([\s\S]*?)(?:\n```|$)[ \t]*(?:\n|$)/, (m) => h("pre", { tabindex: "0" }, m[1])],
  [/^(#{1,6}) +([^\n]*)(?:\n|$)/, (m) => h(m[1].length < 3 ? "h3" : "h4", { class: "header" }, inline(m[2]))],
  [/^(?:-{3,}|\*{3,}|_{3,})[ \t]*(?:\n|$)/, () => h("hr", null)],
  [/^(?:>[^\n]*(?:\n|$))+/, (m) => h("blockquote", null, inline(m[0].trimEnd().replace(/^> ?/gm, "")))],
  [/^(?:[-*+] [^\n]*(?:\n|$))+/, (m) => list("ul", m[0], /^[-*+] /gm)],
  [/^(?:\d{1,9}[.)] [^\n]*(?:\n|$))+/, (m) => list("ol", m[0], /^\d+[.)] /gm, Number.parseInt(m[0], 10))],
  [/^\n+/, () => null],
  [/^[^\n]+(?:\n(?![\n#>`]|[-*+] |\d+[.)] )[^\n]+)*\n?/, (m) => h("p", null, inline(m[0].trimEnd()))],
];

/** A markdown block. */
export function markdown(block) {
  const parts = [];
  let rest = block.text.replaceAll("\r\n", "\n");
  while (rest) {
    const [match, make] = firstRule(rest);
    parts.push(make(match));
    rest = rest.slice(match[0].length);
  }
  return h("div", { class: "markdown prose" }, parts);
}

function firstRule(text) {
  for (const [pattern, make] of RULES) {
    const match = pattern.exec(text);
    if (match) return [match, make];
  }
  return [[text], () => h("p", null, text)];
}

function list(tag, lines, mark, start = null) {
  const items = lines.trimEnd().replace(mark, "").split("\n");
  return h(
    tag,
    { class: "rich-list bullet-0", start },
    items.map((item) => h("li", null, inline(item))),
  );
}

function inline(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(text.slice(at, match.index), found(match));
    at = match.index + match[0].length;
  }
  return [...nodes, text.slice(at)];
}

function found({ 0: whole, groups }) {
  if (groups.code) return h("code", null, groups.code);
  if (groups.url) return anchor(groups.url, groups.url);
  if (groups.label) {
    const href = safeAddress(groups.href);
    return href ? anchor(href, inline(groups.label)) : whole;
  }
  const name = Object.keys(TAGS).find((each) => groups[each]);
  return h(TAGS[name], null, inline(groups[name]));
}
