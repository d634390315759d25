/** Pickers of dates and times: the browser's own. */

import { h } from "../dom.js";
import { choose } from "./acting.js";
import { described } from "./field.js";
import { localOf, secondsOf } from "./local_time.js";
import { valueOf } from "./values.js";

/** A datepicker: its value is "YYYY-MM-DD". */
export function datePicker(place) {
  return picker(
    place,
    "date",
    (value) => value,
    (text) => text,
  );
}

/** A timepicker: its value is "HH:MM". */
export function timePicker(place) {
  const control = picker(
    place,
    "time",
    (value) => value,
    (text) => text.slice(0, 5),
  );
  const zone = place.element.timezone;
  return zone ? h("span", { class: "with-zone" }, control, h("span", { class: "optional" }, zone)) : control;
}

/** A datetimepicker: its value is seconds since 1970, as text; shown in the reader's zone. */
export function dateTimePicker(place) {
  const { zone } = place.context;
  return picker(
    place,
    "datetime-local",
    (value) => localOf(Number(value), zone),
    (text) => secondsOf(text, zone),
  );
}

function picker(place, type, shown, read) {
  const show = () => {
    const value = valueOf(place);
    return value === null ? "" : shown(value);
  };
  const onchange = async ({ currentTarget }) => {
    const text = currentTarget.value;
    if (!(await choose(place, currentTarget, text ? read(text) : null))) currentTarget.value = show();
  };
  const words = place.element.placeholder?.text ?? null;
  return h("input", {
    ...described(place),
    type,
    class: "typed picker",
    title: words,
    value: show(),
    onchange,
  });
}
