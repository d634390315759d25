/** The files of a message: what each is, and a link that saves it. */

import { h } from "/page/dom.js";
import { icon } from "/page/icons.js";

/** The element of a message's files, or null where it has none; `me` is the id of who looks. */
export function fileList(files, me) {
  if (!files?.length) return null;
  return h("ul", { class: "files" }, files.map((file) => h("li", null, cardOf(file, me))));
}

function cardOf(file, me) {
  const query = new URLSearchParams({ as: me, id: file.id });
  const name = file.title || file.name;
  return h(
    "a",
    { class: "file", href: `/client/file?${query}`, download: file.name },
    icon("down"),
    h("b", null, name),
    h("span", { class: "file-size" }, `Download, ${sizeOf(file.size)}`),
  );
}

function sizeOf(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1e6) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
