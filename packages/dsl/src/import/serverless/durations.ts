import { formatDuration, isJsonObject, type Json, parseDuration } from "@skald/shared";
import { type Place, tellAt } from "./place.ts";

const DAY_MS = 86_400_000;
const UNITS_MS: ReadonlyMap<string, number> = new Map([
  ["days", DAY_MS],
  ["hours", 3_600_000],
  ["minutes", 60_000],
  ["seconds", 1_000],
  ["milliseconds", 1],
]);
const LONG = /^P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T.*)?$/;
const MAX_DAYS = 400;

/**
 * A duration of the source (ISO 8601, or an object of units) in ours; undefined where there is none. `what` names it
 * where it cannot be taken as it is. Years have 365 days, months 30.
 */
export function durationAt(spot: Pick<Place, "session" | "at">, value: Json | undefined, what: string): string | undefined {
  if (value === undefined) return undefined;
  const ms = isJsonObject(value) ? sumOf(Object.entries(value)) : isoMs(value);
  if (ms === undefined) {
    tellAt(spot, "dropped", [`${what} is no duration that is known before it runs; it is left out.`, "Write the time that is meant."]);
    return undefined;
  }
  if (ms > MAX_DAYS * DAY_MS)
    tellAt(spot, "changed", [`${what} is longer than ${MAX_DAYS} days; ${MAX_DAYS} days are taken.`, "Wait in a loop for longer times."]);

  return formatDuration(Math.min(MAX_DAYS * DAY_MS, Math.max(0, Math.round(ms))));
}

function sumOf(units: readonly (readonly [string, Json])[]): number | undefined {
  const parts = units.map(([unit, amount]) => (typeof amount === "number" ? amount : Number.NaN) * (UNITS_MS.get(unit) ?? Number.NaN));
  const total = parts.reduce((sum, part) => sum + part, 0);

  return parts.length === 0 || Number.isNaN(total) ? undefined : total;
}

function isoMs(value: Json): number | undefined {
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  const plain = parseDuration(text);
  if (plain !== undefined || !LONG.test(text)) return plain;

  const date = text.replace(/T.*$/, "");
  const rest = parseDuration(date === text ? "PT0S" : `P${text.slice(date.length)}`);
  const days = amountOf(date, "Y") * 365 + amountOf(date, "M") * 30 + amountOf(date, "W") * 7 + amountOf(date, "D");
  return rest === undefined ? undefined : days * DAY_MS + rest;
}

function amountOf(date: string, unit: string): number {
  return Number(new RegExp(`(\\d+)${unit}`).exec(date)?.[1] ?? 0);
}

// A retry waits no longer than this where it does not say more.
const DELAY_MAX_MS = 10_000;

/** The `maxDelay` a retry needs, so that its delay is not cut. */
export function maxDelayFor(delay: string): { readonly maxDelay?: string } {
  return Number(parseDuration(delay)) > DELAY_MAX_MS ? { maxDelay: delay } : {};
}
