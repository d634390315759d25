/** Which function renders which kind of block: (block, context, renderBlock) → node. */

import { card, carousel, container } from "./cards.js";
import { chart } from "./chart.js";
import { inputBlock } from "./input_block.js";
import { actions, alert, contextLine, header, image, section } from "./layout.js";
import { markdown } from "./markdown.js";
import { richText } from "./rich_text.js";
import { dataTable, table } from "./tables.js";
import { h } from "../dom.js";

export const BLOCKS = {
  section,
  header,
  image,
  actions,
  alert,
  card,
  carousel,
  container,
  markdown,
  table,
  context: contextLine,
  divider: () => h("hr", null),
  input: inputBlock,
  rich_text: richText,
  data_table: dataTable,
  data_visualization: chart,
};
