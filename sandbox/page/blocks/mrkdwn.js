/** Slack's mrkdwn, read into a tree. https://docs.slack.dev/messaging/formatting-message-text */

import { parseToken } from "./tokens.js";

const FENCED = /```([\s\S]+?)```/g;
const QUOTED = /^(?:>|&gt;)(?!(?:>|&gt;){2}) ?/;
const ALL_QUOTED = /^(?:>>>|&gt;&gt;&gt;)[ \n]?/m;
// Between two marks: whole tokens and code, or anything else but the mark itself.
const within = (mark) => `(?![\\s${mark}])((?:<[^<>\\n]+>|\`[^\`\\n]+\`|[^${mark}\\n<\`])+?)(?<!\\s)`;
const marked = (name, mark) =>
  `(?<![\\p{L}\\p{N}${mark}])(?<${name}>${mark}${within(mark)}${mark})(?![\\p{L}\\p{N}${mark}])`;
const INLINE = new RegExp(
  [
    "(?<code>`[^`\\n]+`)",
    "(?<token><[^<>\\n]+>)",
    marked("strong", "\\*"),
    marked("em", "_"),
    marked("del", "~"),
    ":(?<emoji>[a-z0-9_+'-]{1,60}):(?::skin-tone-[2-6]:)?",
    "(?<![\\p{L}\\p{N}])(?<url>https?://[^\\s<>|`*~]*[^\\s<>|`*~.,;:!?)\\]}'\"])",
  ].join("|"),
  "gu",
);
const TOKEN = /<[^<>\n]+>/g;
const ENTITY = /&(amp|lt|gt);/g;
const CHARACTERS = { amp: "&", lt: "<", gt: ">" };

/** Slack's own three entities as characters, once: everything else stays as it is. */
export function unescaped(text) {
  return text.replace(ENTITY, (_, name) => CHARACTERS[name]);
}

/**
 * The tree of a mrkdwn text: nodes {kind, children | text | …} of the kinds text, strong, em, del, code,
 * pre, quote, link, user, channel, broadcast, date and emoji.
 */
export function parseMrkdwn(text) {
  return split(text, FENCED, (match) => pre(match[1]), quotes, true);
}

/** The tree of a plain_text, in which nothing but emoji is special. */
export function parsePlain(text, emoji = true) {
  const spelled = /:(?<emoji>[a-z0-9_+'-]{1,60}):(?::skin-tone-[2-6]:)?/g;
  if (!emoji) return words(text);
  return split(
    text,
    spelled,
    (match) => ({ kind: "emoji", name: match.groups.emoji, text: match[0] }),
    words,
  );
}

function pre(content) {
  return { kind: "pre", children: split(content.replace(/^\n|\n$/g, ""), TOKEN, token, words) };
}

/** What is found becomes what `make` says; what is between becomes what `rest` says. */
function split(text, pattern, make, rest, asBlocks = false) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    nodes.push(...rest(between(text, at, match.index, asBlocks)), make(match));
    at = match.index + match[0].length;
  }
  return [...nodes, ...rest(between(text, at, text.length, asBlocks))];
}

/** A block breaks the line by itself: the line breaks around it are not shown again. */
function between(text, from, to, asBlocks) {
  const part = text.slice(from, to);
  if (!asBlocks) return part;
  const begun = from > 0 ? part.replace(/^ *\n/, "") : part;
  return to < text.length ? begun.replace(/\n *$/, "") : begun;
}

function quotes(text) {
  const all = ALL_QUOTED.exec(text);
  if (!all) return quotedLines(text);
  const quote = { kind: "quote", children: inline(text.slice(all.index + all[0].length)) };
  return [...quotedLines(text.slice(0, all.index).replace(/\n$/, "")), quote];
}

function quotedLines(text) {
  const runs = [];
  for (const line of text.split("\n")) {
    const quoted = QUOTED.test(line);
    if (runs.at(-1)?.quoted !== quoted) runs.push({ quoted, lines: [] });
    runs.at(-1).lines.push(quoted ? line.replace(QUOTED, "") : line);
  }
  return runs.flatMap(({ quoted, lines }) => {
    const children = inline(lines.join("\n"));
    return quoted ? [{ kind: "quote", children }] : children;
  });
}

function inline(text) {
  return split(text, INLINE, found, words);
}

function found(match) {
  const { code, emoji, url } = match.groups;
  if (code) return { kind: "code", children: split(code.slice(1, -1), TOKEN, token, words) };
  if (match.groups.token) return token(match);
  if (emoji) return { kind: "emoji", name: emoji, text: match[0] };
  if (url) return { kind: "link", href: unescaped(url), children: words(url) };
  const kind = ["strong", "em", "del"].find((name) => match.groups[name]);
  return { kind, children: inline(match[0].slice(1, -1)) };
}

function token(match) {
  return parseToken(match[0].slice(1, -1), unescaped);
}

function words(text) {
  return text ? [{ kind: "text", text: unescaped(text) }] : [];
}
