/**
 * Which function renders which element. Each is given its place: {block, element, context, name, field};
 * `name` is what an element is called whose own words do not say it, and `field` (input blocks only) has
 * the ids that tie it to its label, hint and error.
 */

import { h } from "../dom.js";
import { button } from "./button.js";
import { checkboxes, radioButtons } from "./choices.js";
import { combobox } from "./combobox.js";
import { multiCombobox } from "./multi_combobox.js";
import { nativeSelect } from "./native_select.js";
import { overflow } from "./overflow.js";
import { datePicker, dateTimePicker, timePicker } from "./pickers.js";
import { textInput } from "./text_inputs.js";

const SHORT = 12;

const ELEMENTS = {
  button,
  overflow,
  checkboxes,
  radio_buttons: radioButtons,
  datepicker: datePicker,
  timepicker: timePicker,
  datetimepicker: dateTimePicker,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  static_select: (place) => (isShort(place.element) ? nativeSelect(place) : combobox(place)),
  external_select: combobox,
  users_select: combobox,
  conversations_select: combobox,
  channels_select: combobox,
  multi_static_select: multiCombobox,
  multi_external_select: multiCombobox,
  multi_users_select: multiCombobox,
  multi_conversations_select: multiCombobox,
  multi_channels_select: multiCombobox,
};

/** The node of an element. */
export function renderElement(place) {
  const { type } = place.element;
  if (Object.hasOwn(ELEMENTS, type)) return ELEMENTS[type](place);
  return h("p", { class: "boxed" }, `This page cannot show a field of the type “${type}”.`);
}

function isShort({ options }) {
  return options !== undefined && options.length <= SHORT && !options.some((option) => option.description);
}
