/** What tells series apart besides colour: dashes, marks and textures, six of each. */

import { svg } from "../dom.js";

const DASHES = ["none", "7 4", "2 3", "10 3 2 3", "14 5", "4 2 1 2"];
const TILE = 8;
const TEXTURES = [
  "",
  "M0 8L8 0M-2 2L2 -2M6 10L10 6",
  "M0 4H8",
  "M4 0V8",
  "M0 0L8 8M-2 6L2 10M6 -2L10 2M0 8L8 0",
  "M3 4H5M7 0H8M0 0H1M7 8H8M0 8H1",
];
let drawn = 0;

/** The dashes of a series' line. */
export function dashOf(index) {
  return DASHES[index % DASHES.length];
}

/** The mark of a series around a point. */
export function markOf(index, x, y) {
  const r = 4.5;
  const polygon = (...points) =>
    svg("polygon", {
      class: "chart-mark",
      points: points.map(([a, b]) => `${x + a * r},${y + b * r}`).join(" "),
    });
  const shapes = [
    () => svg("circle", { class: "chart-mark", cx: x, cy: y, r: r - 0.5 }),
    () => polygon([-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]),
    () => polygon([0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]),
    () => polygon([0, -1.1], [1.1, 0.9], [-1.1, 0.9]),
    () => polygon([-1.1, -0.9], [1.1, -0.9], [0, 1.1]),
    () => polygon([-1.2, -0.4], [0, -1.2], [1.2, -0.4], [0.75, 1], [-0.75, 1]),
  ];
  return shapes[index % shapes.length]();
}

/** The class that gives a series its colour. */
export function colourOf(index) {
  return `series-${(index % DASHES.length) + 1}`;
}

/** Textures for the areas of `count` series: [a node for the picture, what fills area number n]. */
export function textures(count) {
  drawn += 1;
  const prefix = `chart-${drawn}-texture`;
  const patterns = Array.from({ length: count }, (_, index) =>
    svg(
      "pattern",
      {
        id: `${prefix}-${index}`,
        class: colourOf(index),
        width: TILE,
        height: TILE,
        patternUnits: "userSpaceOnUse",
      },
      svg("rect", { class: "chart-fill", width: TILE, height: TILE }),
      svg("path", { class: "chart-texture", d: TEXTURES[index % TEXTURES.length] }),
    ),
  );
  return [svg("defs", null, patterns), (index) => `url(#${prefix}-${index})`];
}
