import { parseDuration } from "@skald/shared";
import { fail } from "./failure.ts";
import { durationValue, type TimeValue, timestampValue } from "./value.ts";

const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;
const OFFSET = /^([+-]?)(\d{2}):(\d{2})$/;
const MINUTE_MS = 60_000;

/** The instant of an RFC 3339 text, undefined when it is none. Fractions below a millisecond are cut off. */
export function parseTimestamp(text: string): TimeValue | undefined {
  const match = RFC_3339.exec(text);
  if (match === null) return undefined;

  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const millisecond = Number((match[7] ?? "").slice(0, 3).padEnd(3, "0"));
  const offsetMs = match[8] === undefined ? 0 : offsetToMs(match[8], Number(match[9]), Number(match[10]));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) return undefined;
  if (offsetMs === undefined || year === 0) return undefined;

  return timestampValue(date.setUTCHours(hour, minute, second, millisecond) - offsetMs);
}

function offsetToMs(sign: string, hours: number, minutes: number): number | undefined {
  if (hours > 23 || minutes > 59) return undefined;

  return (sign === "-" ? -1 : 1) * (hours * 60 + minutes) * MINUTE_MS;
}

/** RFC 3339 in UTC with milliseconds, so that texts sort as instants do. */
export function formatTimestamp(ms: number): string {
  return new Date(ms).toISOString();
}

/** The duration of a text in the grammar of documents (`1h30m`, `PT5S`). */
export function requireDuration(text: string): TimeValue {
  const ms = parseDuration(text);
  if (ms === undefined) return fail("EXPRESSION_FAILED", `"${clip(text)}" is no duration. Write for example "1h30m" or "PT5S".`);

  return durationValue(ms);
}

/** The instant of an RFC 3339 text. */
export function requireTimestamp(text: string): TimeValue {
  return parseTimestamp(text) ?? fail("EXPRESSION_FAILED", `"${clip(text)}" is no timestamp. Write for example "2026-11-20T09:00:00Z".`);
}

/** ISO 8601, largest units first: 5,400,000 ms are `PT1H30M`. A negative duration has the sign in front. */
export function formatIsoDuration(ms: number): string {
  const size = Math.abs(ms);
  const days = Math.floor(size / 86_400_000);
  const hours = Math.floor(size / 3_600_000) % 24;
  const minutes = Math.floor(size / MINUTE_MS) % 60;
  const seconds = (size % MINUTE_MS) / 1000;
  const date = days > 0 ? `${days}D` : "";
  const time = `${hours > 0 ? `${hours}H` : ""}${minutes > 0 ? `${minutes}M` : ""}${seconds > 0 ? `${seconds}S` : ""}`;
  const text = date === "" && time === "" ? "T0S" : `${date}${time === "" ? "" : `T${time}`}`;

  return `${ms < 0 ? "-" : ""}P${text}`;
}

/** The wall clock of a zone at an instant, as a date whose UTC fields are the local ones. */
export function wallClock(ms: number, zone: string): Date {
  if (zone === "UTC" || zone === "Z") return new Date(ms);
  const match = OFFSET.exec(zone);
  if (match === null) return new Date(namedZoneMs(ms, zone));

  const offsetMs = offsetToMs(String(match[1]), Number(match[2]), Number(match[3])) ?? failUnknownZone(zone);
  return new Date(ms + offsetMs);
}

function namedZoneMs(ms: number, zone: string): number {
  const fields = new Map(
    zoneFormat(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const field = (type: Intl.DateTimeFormatPartTypes): number => Number(fields.get(type));
  const date = new Date(0);
  date.setUTCFullYear(field("year"), field("month") - 1, field("day"));

  return date.setUTCHours(field("hour"), field("minute"), field("second"), new Date(ms).getUTCMilliseconds());
}

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    // Intl throws for a name it does not know; that is the author's mistake, not ours.
    return failUnknownZone(timeZone);
  }
}

function failUnknownZone(zone: string): never {
  return fail("EXPRESSION_FAILED", `"${clip(zone)}" is no time zone. Write for example "Europe/Berlin" or "+02:00".`);
}

/** A text from data, short enough for a message. */
export function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
