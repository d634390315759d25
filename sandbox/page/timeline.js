/** Which messages stand under which day, and which belong together; pure. */

import { dayKey, dayLabel, momentOf } from "/page/time.js";

const TOGETHER = 5 * 60;

/**
 * Messages laid out as [{kind: "day", key, label} | {kind: "message", key, message, grouped}];
 * `grouped`: the same author goes on within five minutes, so that name and picture need no repeating.
 */
export function layOut(messages, zone, now) {
  const rows = [];
  let before = null;
  for (const message of messages) {
    const day = dayKey(momentOf(message.ts), zone);
    const sameDay = before && dayKey(momentOf(before.ts), zone) === day;
    if (!sameDay) {
      rows.push({ kind: "day", key: `day ${day}`, label: dayLabel(momentOf(message.ts), zone, now) });
    }
    const grouped = Boolean(sameDay) && goesOn(before, message);
    rows.push({ kind: "message", key: message.ts, message, grouped });
    before = message;
  }
  return rows;
}

/** Who wrote a message: a person's id. */
export function authorOf(message) {
  return message.user ?? message.bot_id ?? "";
}

function goesOn(before, message) {
  return (
    authorOf(before) === authorOf(message) &&
    Number(message.ts) - Number(before.ts) < TOGETHER &&
    !before.subtype &&
    !message.subtype &&
    Boolean(before.ephemeral) === Boolean(message.ephemeral)
  );
}
