/** Pie charts: the legend tells each part's value and share. */

import { svg } from "../dom.js";
import { colourOf, textures } from "./chart_marks.js";

const HEIGHT = 220;
const RADIUS = 100;

/** The parts of a pie chart that is `width` wide: {parts, height}. */
export function drawPie({ segments }, width) {
  const [defs, fill] = textures(segments.length);
  const whole = segments.reduce((sum, segment) => sum + segment.value, 0);
  let done = 0;
  const slices = segments.map((segment, index) => {
    const from = done / whole;
    done += segment.value;
    return slice(from, done / whole, width / 2, colourOf(index), fill(index));
  });
  return { parts: [defs, ...slices], height: HEIGHT };
}

function slice(from, to, middle, colour, fill) {
  const shared = { class: `chart-slice ${colour}`, fill };
  if (to - from > 0.9999) return svg("circle", { ...shared, cx: middle, cy: HEIGHT / 2, r: RADIUS });
  const [[x1, y1], [x2, y2]] = [at(from, middle), at(to, middle)];
  const large = to - from > 0.5 ? 1 : 0;
  const d = `M${middle} ${HEIGHT / 2}L${x1} ${y1}A${RADIUS} ${RADIUS} 0 ${large} 1 ${x2} ${y2}Z`;
  return svg("path", { ...shared, d });
}

/** The point of the rim, from the top and with the clock. */
function at(share, middle) {
  const angle = 2 * Math.PI * share;
  return [middle + RADIUS * Math.sin(angle), HEIGHT / 2 - RADIUS * Math.cos(angle)];
}
