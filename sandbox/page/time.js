/** Moments in somebody's time zone, as text. */

const LOCALE = "en-GB";
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY = { weekday: "short", day: "numeric", month: "short" };
const LONG_DAY = { weekday: "long", day: "numeric", month: "long" };
const A_DAY = 24 * 60 * 60 * 1000;

const formats = new Map();

/** The moment of a Slack time stamp, or of seconds since 1970. */
export function momentOf(ts) {
  return new Date(Number(ts) * 1000);
}

/** "09:00" */
export function clockTime(moment, zone) {
  return format(moment, zone, CLOCK);
}

/** "Mon 7 Dec, 09:00" */
export function shortMoment(moment, zone) {
  return `${format(moment, zone, DAY).replace(",", "")}, ${clockTime(moment, zone)}`;
}

/** "Monday 7 December 2026 at 09:00" */
export function fullMoment(moment, zone) {
  const day = format(moment, zone, { ...LONG_DAY, year: "numeric" }).replace(",", "");
  return `${day} at ${clockTime(moment, zone)}`;
}

/** "2026-12-07": tells days apart, and orders them. */
export function dayKey(moment, zone) {
  return format(moment, zone, { year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA");
}

/** "Today", "Yesterday", "Monday 7 December", with the year if it is another one. */
export function dayLabel(moment, zone, now) {
  const key = dayKey(moment, zone);
  if (key === dayKey(now, zone)) return "Today";
  if (key === dayKey(new Date(now.getTime() - A_DAY), zone)) return "Yesterday";
  const year = key.slice(0, 4) === dayKey(now, zone).slice(0, 4) ? {} : { year: "numeric" };
  return format(moment, zone, { ...LONG_DAY, ...year }).replace(",", "");
}

/** "Europe/Berlin" as people say it: "Berlin". */
export function zoneCity(zone) {
  return zone.split("/").at(-1).replaceAll("_", " ");
}

/** Making a format is slow; each is made once. */
function format(moment, zone, shape, locale = LOCALE) {
  const key = `${locale} ${zone} ${JSON.stringify(shape)}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(locale, { ...shape, timeZone: zone }));
  }
  return formats.get(key).format(moment);
}
