import type { SagaStatus } from "@skald/shared";
import type { Tone } from "./style.ts";

/** How a status is dressed. */
export const STATUS_TONE = {
  running: "strong",
  waiting: "strong",
  paused: "warning",
  compensating: "undo",
  suspended: "bad",
  completed: "good",
  compensated: "undo",
  failed: "bad",
  terminated: "bad",
} as const satisfies Record<SagaStatus, Tone>;

/** A span for people: `84 ms`, `1.4 s`, `12m 4s`, `3h 20m`, `2d 4h`. */
export function spanText(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;

  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes}m ${Math.floor(ms / 1000) % 60}s`;
  const hours = Math.floor(minutes / 60);

  return hours < 24 ? `${hours}h ${minutes % 60}m` : `${Math.floor(hours / 24)}d ${hours % 24}h`;
}

/** An instant in full, in UTC as in every log of the engine: `2026-11-20 14:02:11 UTC`. */
export function instantText(at: string): string {
  return `${at.slice(0, 19).replace("T", " ")} UTC`;
}

/** `1 step`, `3 steps`. */
export function counted(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
