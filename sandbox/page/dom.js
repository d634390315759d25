/** Elements made from data: never from markup, so that no text can become an element. */

const SVG = "http://www.w3.org/2000/svg";
const LIVE = new Set(["value", "checked", "selected", "indeterminate", "open"]);

/**
 * An HTML element. `properties` (or null): `class`, `dataset`, `on…` handlers, `aria-…`, and plain
 * attributes; true stands for an attribute without a value, false and null for none. `children`:
 * nodes, strings, numbers, null and lists of these.
 */
export function h(tag, properties, ...children) {
  return furnished(document.createElement(tag), properties, children);
}

/** The same for SVG. */
export function svg(tag, properties, ...children) {
  return furnished(document.createElementNS(SVG, tag), properties, children);
}

function furnished(element, properties, children) {
  // What is chosen in a select exists only once its options do.
  append(element, children);
  for (const [name, value] of Object.entries(properties ?? {})) set(element, name, value);
  return element;
}

function set(element, name, value) {
  if (value === null || value === undefined) return;
  if (name === "dataset") Object.assign(element.dataset, value);
  else if (typeof value === "function") element.addEventListener(name.slice(2).toLowerCase(), value);
  else if (name.startsWith("aria-")) element.setAttribute(name, String(value));
  else if (LIVE.has(name) && name in element) element[name] = value;
  else if (value !== false) element.setAttribute(name, value === true ? "" : String(value));
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}
