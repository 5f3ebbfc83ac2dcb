/** A span for people: `84 ms`, `1.4 s`, `12m 04s`, `3h 20m`, `2d 4h`. */
export function formatSpan(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;

  const seconds = Math.floor(ms / 1000);
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  if (days > 0) return `${days}d ${hours}h`;
  if (hours > 0) return `${hours}h ${pad(minutes)}m`;

  return `${minutes}m ${pad(seconds % 60)}s`;
}

/** How long ago, or how soon: `just now`, `12m 04s ago`, `in 24 s`. */
export function formatRelative(at: string, nowMs: number): string {
  const distance = nowMs - Date.parse(at);
  if (Number.isNaN(distance)) return at;
  if (Math.abs(distance) < 1000) return "just now";

  return distance > 0 ? `${coarse(distance)} ago` : `in ${coarse(-distance)}`;
}

// Beside "ago", tenths of a second are noise.
function coarse(ms: number): string {
  return ms < 60_000 ? `${Math.floor(ms / 1000)} s` : formatSpan(ms);
}

/** `14:02:11` when it is the day of `nowMs`, otherwise `19 Nov 14:02:11`. UTC, as in every log of the engine. */
export function formatClock(at: string, nowMs: number): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;

  const iso = date.toISOString();
  const time = iso.slice(11, 19);
  if (iso.slice(0, 10) === new Date(nowMs).toISOString().slice(0, 10)) return time;

  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${time}`;
}

/** The instant in full, for titles: `2026-11-20 14:02:11.304 UTC`. */
export function formatInstant(at: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? at : `${date.toISOString().replace("T", " ").slice(0, 23)} UTC`;
}

function pad(amount: number): string {
  return String(amount).padStart(2, "0");
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
