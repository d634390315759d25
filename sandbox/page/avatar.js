/** A person's picture: initials on a colour of their own. */

import { h } from "/page/dom.js";
import { icon } from "/page/icons.js";

/** The picture; the name stands beside it, so screen readers skip it. */
export function avatar(person, size = "") {
  const picture = h("span", { class: `avatar ${size}`, "aria-hidden": "true" });
  if (person?.bot) {
    picture.classList.add("avatar-bot");
    picture.append(icon("ladder"));
    return picture;
  }
  picture.textContent = initials(person?.real_name || person?.name || "?");
  // The same lightness for every hue keeps the white initials readable.
  picture.style.backgroundColor = `oklch(0.48 0.11 ${hue(person?.id ?? "")})`;
  return picture;
}

/** "Ana Costa" is AC. */
export function initials(name) {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : ""]
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();
}

/** Any hue but those around the bot's green. */
function hue(id) {
  let sum = 7;
  for (const sign of id) sum = (sum * 31 + sign.codePointAt(0)) % 3600;
  return (210 + ((sum * 47) % 300)) % 360;
}
