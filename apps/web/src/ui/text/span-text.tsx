"use client";

import { useNow } from "#lib/clock.tsx";
import { formatSpan } from "#lib/time.ts";

interface SpanTextProps {
  readonly from: string;
  /** Null: still going on. */
  readonly to: string | null;
}

/** How long something took, or has taken until now. */
export function SpanText({ from, to }: SpanTextProps) {
  const nowMs = useNow();
  const end = to === null ? nowMs : Date.parse(to);

  return <span className="whitespace-nowrap tabular-nums">{formatSpan(end - Date.parse(from))}</span>;
}
