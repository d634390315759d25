/** Small drawings, 20 by 20, in the colour of the text around them. They carry no meaning alone. */

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  ladder: "M7 3v14M13 3v14M7 6.5h6M7 10h6M7 13.5h6",
  hash: "M7.5 3.5 6 16.5M14 3.5l-1.5 13M4 7.5h13M3 12.5h13",
  lock: "M5.5 9h9v7.5h-9zM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9",
  box: "M3.5 5h13v3h-13zM5 8v8h10V8M8.5 11h3",
  home: "M3.5 10 10 4l6.5 6M5.5 8.5V16h9V8.5",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  close: "M5 5l10 10M15 5 5 15",
  back: "M12 4.5 6.5 10l5.5 5.5",
  send: "M3.5 16.5 17 10 3.5 3.5 5.5 10zM5.5 10H11",
  reply: "M4 5h12v8.5H9L5.5 16.5v-3H4z",
  steps: "M3.5 16.5h4v-4h4v-4h4v-4",
  clock: "M10 3a7 7 0 1 0 .01 0zM10 6v4.2l2.8 1.8",
  down: "M5.5 8 10 12.5 14.5 8",
  inspect: "M3.5 4.5h13v11h-13zM3.5 8h13M6.5 11l1.8 1.5-1.8 1.5M10.5 14h3",
  eye: "M2.5 10S5.5 5 10 5s7.5 5 7.5 5-3 5-7.5 5-7.5-5-7.5-5zM10 8a2 2 0 1 0 .01 0z",
  warning: "M10 3.5 17.5 16.5h-15zM10 8.5v4M10 14.2v.6",
  check: "M4.5 10.5 8.5 14.5 15.5 6",
  outward: "M4 10h11M11 6l4 4-4 4",
  inward: "M16 10H5M9 6l-4 4 4 4",
};

/** A drawing by its name; hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const attributes = { viewBox: "0 0 20 20", class: `icon icon-${name}`, "aria-hidden": "true" };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
