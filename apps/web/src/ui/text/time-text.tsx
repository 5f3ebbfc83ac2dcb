"use client";

import { useNow } from "#lib/clock.tsx";
import { formatClock, formatInstant, formatRelative } from "#lib/time.ts";

interface TimeTextProps {
  readonly at: string | null;
  readonly as?: "relative" | "clock";
}

/** An instant, relative or by the clock, with the whole of it in the title. */
export function TimeText({ at, as = "relative" }: TimeTextProps) {
  const nowMs = useNow();
  if (at === null) return <span className="text-muted">–</span>;

  return (
    <time className="whitespace-nowrap tabular-nums" dateTime={at} title={formatInstant(at)}>
      {as === "clock" ? formatClock(at, nowMs) : formatRelative(at, nowMs)}
    </time>
  );
}
