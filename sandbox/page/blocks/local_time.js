/** Seconds since 1970 and the clock on somebody's wall. */

const SHAPE = {
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
};

/** "2026-11-25T09:30" where the clock of the zone shows it. */
export function localOf(seconds, zone) {
  const format = new Intl.DateTimeFormat("en-US", { ...SHAPE, timeZone: zone });
  const part = Object.fromEntries(
    format.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]),
  );
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
}

/** The seconds, as text, when the clock of the zone shows it; where it jumps ahead, just after that. */
export function secondsOf(local, zone) {
  const wanted = Date.parse(`${local}Z`) / 1000;
  let seconds = wanted;
  for (let round = 0; round < 2; round += 1) {
    seconds += wanted - Date.parse(`${localOf(seconds, zone)}Z`) / 1000;
  }
  return String(seconds);
}
