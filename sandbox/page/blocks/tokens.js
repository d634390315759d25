/** What stands in angle brackets: mentions, dates and links. */

const SAFE = /^(?:https?:\/\/|mailto:)/i;
const BROADCASTS = new Set(["here", "channel", "everyone"]);

/** The address of a link that may be followed (http, https, mailto); null for any other. */
export function safeAddress(address) {
  return SAFE.test(address) && URL.canParse(address) ? address : null;
}

/** The node of a token without its brackets; one that means nothing is text, brackets and all. */
export function parseToken(inside, unescaped) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : unescaped(inside.slice(bar + 1));
  return (
    mention(target, label) ??
    date(target, label, unescaped) ??
    link(unescaped(target), label) ?? {
      kind: "text",
      text: `<${unescaped(inside)}>`,
    }
  );
}

function mention(target, label) {
  const id = target.slice(1);
  if (/^@[A-Z0-9]+$/.test(target)) return { kind: "user", id, label };
  if (/^#[A-Z0-9]+$/.test(target)) return { kind: "channel", id, label };
  if (target.startsWith("!") && BROADCASTS.has(id)) return { kind: "broadcast", name: id };
  const group = /^!subteam\^([A-Z0-9]+)$/.exec(target);
  return group ? { kind: "broadcast", name: (label || group[1]).replace(/^@/, "") } : null;
}

function date(target, label, unescaped) {
  const parts = /^!date\^(-?\d{1,16})\^([^^]+)(?:\^(.+))?$/.exec(target);
  if (!parts) return null;
  const [, seconds, format, href] = parts;
  const address = href ? safeAddress(unescaped(href)) : null;
  return {
    kind: "date",
    seconds: Number(seconds),
    format: unescaped(format),
    href: address,
    fallback: label,
  };
}

function link(target, label) {
  const href = safeAddress(target);
  if (!href) return null;
  const shown = label || target.replace(/^mailto:/i, "");
  return { kind: "link", href, children: [{ kind: "text", text: shown }] };
}
