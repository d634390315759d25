/**
 * Slack's date tokens in the reader's zone, in British order with a 24-hour clock.
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */

const TOKEN = /\{([a-z_]+)\}/g;
const DAY = 24 * 60 * 60;
const AGO = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["day", DAY],
  ["hour", 3600],
  ["minute", 60],
];
const NEAR = { "-1": "yesterday", 0: "today", 1: "tomorrow" };
const formats = new Map();

const FORMS = {
  date_num: (d) => `${d.year}-${d.two}-${d.day.padStart(2, "0")}`,
  date_slash: (d) => `${d.day.padStart(2, "0")}/${d.two}/${d.year}`,
  date: (d) => `${d.day} ${d.month} ${d.year}`,
  date_full: (d) => `${d.day} ${d.month} ${d.year}`,
  date_short: (d) => `${d.day} ${d.month.slice(0, 3)} ${d.year}`,
  date_long: (d) => `${d.weekday}, ${d.day} ${d.month} ${d.year}`,
  date_long_full: (d) => `${d.day} ${d.month} ${d.year}`,
  date_pretty: (d) => d.near ?? FORMS.date(d),
  date_short_pretty: (d) => d.near ?? FORMS.date_short(d),
  date_long_pretty: (d) => d.near ?? FORMS.date_long(d),
  day_divider_pretty: (d) =>
    d.near ?? (d.thisYear ? `${d.weekday}, ${d.day} ${d.month}` : FORMS.date_long(d)),
  time: (d) => `${d.hour}:${d.minute}`,
  time_secs: (d) => `${d.hour}:${d.minute}:${d.second}`,
  ago: (d) => d.ago,
};

/** A date token as text; `fallback` where the moment or the format is none. */
export function dateWords({ seconds, format, fallback }, { zone, now }) {
  const moment = new Date(seconds * 1000);
  const known = [...format.matchAll(TOKEN)].some(([, name]) => Object.hasOwn(FORMS, name));
  if (!known || Number.isNaN(moment.getTime())) return fallback || format;
  const told = facts(moment, zone, now);
  return format.replace(TOKEN, (token, name) => (Object.hasOwn(FORMS, name) ? FORMS[name](told) : token));
}

function facts(moment, zone, now) {
  const there = parts(moment, zone);
  const here = parts(now, zone);
  const apart = Math.round((midnight(there) - midnight(here)) / (DAY * 1000));
  return { ...there, near: NEAR[apart], thisYear: there.year === here.year, ago: ago(moment, now) };
}

function parts(moment, zone) {
  const found = Object.fromEntries(
    formatOf(zone)
      .formatToParts(moment)
      .map((part) => [part.type, part.value]),
  );
  const number = new Date(`1 ${found.month} 2000`).getMonth() + 1;
  return { ...found, number, two: String(number).padStart(2, "0") };
}

function midnight({ year, number, day }) {
  return Date.UTC(Number(year), number - 1, Number(day));
}

function ago(moment, now) {
  const passed = (now.getTime() - moment.getTime()) / 1000;
  const [unit, size] = AGO.find(([, seconds]) => Math.abs(passed) >= seconds) ?? [];
  if (!unit) return "just now";
  const count = Math.floor(Math.abs(passed) / size);
  const words = `${count} ${unit}${count === 1 ? "" : "s"}`;
  return passed > 0 ? `${words} ago` : `in ${words}`;
}

/** Making a format is slow; each zone's is made once. */
function formatOf(zone) {
  if (!formats.has(zone)) {
    const shape = {
      weekday: "long",
      day: "numeric",
      month: "long",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZone: zone,
    };
    formats.set(zone, new Intl.DateTimeFormat("en-US", shape));
  }
  return formats.get(zone);
}
