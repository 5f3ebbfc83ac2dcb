const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const OURS = /^(?:\d+(?:ms|s|m|h|d))+$/;
const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/;

/** A saga may live 400 days, so no duration is longer. */
export const DURATION_MAX_MS = 400 * 86_400_000;

/**
 * Milliseconds of a duration such as `100ms`, `5s`, `1h30m`, `7d`, or ISO 8601 `PT5S`.
 * Undefined when the text is no duration or is longer than 400 days.
 */
export function parseDuration(text: string): number | undefined {
  const ms = OURS.test(text) ? oursToMs(text) : isoToMs(text);

  return ms !== undefined && ms <= DURATION_MAX_MS ? ms : undefined;
}

function oursToMs(text: string): number {
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)(ms|s|m|h|d)/g)) total += Number(amount) * (UNITS_MS[unit ?? ""] ?? 0);

  return total;
}

function isoToMs(text: string): number | undefined {
  const match = ISO.exec(text);
  if (match === null || text === "P" || text.endsWith("T")) return undefined;

  const [, days = "0", hours = "0", minutes = "0", seconds = "0"] = match;
  return Number(days) * 86_400_000 + Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Math.round(Number(seconds) * 1000);
}

/** The shortest text of a duration in our own grammar: `90000` → `1m30s`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return "0ms";

  let rest = ms;
  let text = "";
  for (const [unit, size] of Object.entries(UNITS_MS).reverse()) {
    const amount = Math.floor(rest / size);
    if (amount > 0) text += `${amount}${unit}`;
    rest -= amount * size;
  }
  return text;
}
