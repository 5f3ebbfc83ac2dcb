"use client";

import { useNow } from "#lib/clock.tsx";
import { useLiveState } from "#lib/live.tsx";
import { formatClock, formatSpan } from "#lib/time.ts";

const LOOKS = {
  live: { dot: "rounded-full bg-ok", text: "text-ok" },
  connecting: { dot: "rounded-full border-2 border-wait", text: "text-wait" },
  polling: { dot: "rounded-[2px] bg-wait", text: "text-wait" },
  paused: { dot: "rounded-[2px] border-2 border-idle", text: "text-idle" },
  disconnected: { dot: "rotate-45 rounded-[1px] bg-bad", text: "text-bad" },
} as const;

/** How fresh the page is. It never says Live when it is not. */
export function LiveChip() {
  const state = useLiveState();
  const nowMs = useNow();
  if (state.kind === "none") return null;

  const look = LOOKS[state.kind];
  return (
    <span className={`inline-flex items-center gap-2 whitespace-nowrap text-[12px] tabular-nums ${look.text}`} data-testid="live-chip">
      <span aria-hidden="true" className={`size-2 ${look.dot}`} />
      {wordOf(state.kind, state.sinceMs, nowMs)}
    </span>
  );
}

function wordOf(kind: keyof typeof LOOKS, sinceMs: number, nowMs: number): string {
  switch (kind) {
    case "live":
      return "Live";
    case "connecting":
      return "Connecting";
    case "polling":
      return "Polling 3 s";
    case "paused":
      return "Paused";
    case "disconnected":
      return `Disconnected ${formatSpan(Math.max(0, nowMs - sinceMs))}, data from ${formatClock(new Date(sinceMs).toISOString(), nowMs)}`;
  }
}
