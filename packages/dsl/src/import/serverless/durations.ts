import { formatDuration, isJsonObject, type Json, parseDuration } from "@skald/shared";

const UNITS_MS: Readonly<Record<string, number>> = { days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1_000, milliseconds: 1 };
const LONG = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(\d+D)?(T.*)?$/;
const MAX_MS = 400 * 86_400_000;

/** A duration of the source (ISO 8601, or an object of units) in ours; undefined for what is none. Years have 365 days, months 30. */
export function durationText(value: Json | undefined): string | undefined {
  const ms = milliseconds(value);

  return ms === undefined ? undefined : formatDuration(Math.min(MAX_MS, Math.max(0, Math.round(ms))));
}

function milliseconds(value: Json | undefined): number | undefined {
  if (isJsonObject(value)) {
    const parts = Object.entries(value).map(([unit, amount]) =>
      typeof amount === "number" ? amount * (UNITS_MS[unit] ?? Number.NaN) : Number.NaN,
    );
    const total = parts.reduce((sum, part) => sum + part, 0);
    return parts.length === 0 || Number.isNaN(total) ? undefined : total;
  }
  if (typeof value !== "string") return undefined;
  const plain = parseDuration(value.trim());
  if (plain !== undefined) return plain;

  const [, years = "0", months = "0", weeks = "0", days = "0D", time = ""] = LONG.exec(value.trim()) ?? [];
  const rest = time === "" ? 0 : parseDuration(`P${time}`);
  if (!LONG.test(value.trim()) || value.trim() === "P" || rest === undefined) return undefined;

  return (Number(years) * 365 + Number(months) * 30 + Number(weeks) * 7 + Number.parseInt(days, 10)) * 86_400_000 + rest;
}
