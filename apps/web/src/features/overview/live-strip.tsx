import type { StatisticsView } from "@skald/shared";
import Link from "next/link";
import type { ReactNode } from "react";
import { SAGA_STATUS } from "#lib/status.ts";
import { percent } from "#lib/text.ts";
import { formatSpan } from "#lib/time.ts";
import { StatusIcon } from "#ui/status/status-icon.tsx";

/** Above this share of undone sagas somebody should ask why. */
const UNDO_RATE_BAR = 0.1;

/** The pulse: how many move, how fast they end, how many turn back. */
export function LiveStrip({ statistics }: { readonly statistics: StatisticsView }) {
  const { byStatus, compensationRate } = statistics;
  const isHigh = (compensationRate ?? 0) > UNDO_RATE_BAR;
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line md:grid-cols-3 xl:grid-cols-6">
      {(["running", "waiting", "compensating"] as const).map((status) => (
        <Figure key={status} label={SAGA_STATUS[status].word} status={status}>
          <Link className="underline-offset-4 hover:underline" href={`/sagas?status=${status}`} prefetch={false}>
            {(byStatus[status] ?? 0).toLocaleString("en")}
          </Link>
        </Figure>
      ))}
      <Figure label="Ended per minute">{statistics.endedPerMinute.toLocaleString("en", { maximumFractionDigits: 1 })}</Figure>
      <Figure label="Median duration">{statistics.durationMs.p50 === null ? "–" : formatSpan(statistics.durationMs.p50)}</Figure>
      <Figure label={`Undo rate (bar ${percent(UNDO_RATE_BAR)})`} tone={isHigh ? "text-bad" : ""}>
        {percent(compensationRate)}
        {isHigh && <span className="ml-2 text-[12px]">above the bar</span>}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  readonly label: string;
  readonly status?: "running" | "waiting" | "compensating";
  readonly tone?: string;
  readonly children: ReactNode;
}

function Figure({ label, status, tone = "", children }: FigureProps) {
  return (
    <div className="bg-surface px-4 py-3">
      <dt className="flex items-center gap-1.5 text-[12px] text-muted">
        {status !== undefined && <StatusIcon name={SAGA_STATUS[status].icon === "arc" ? "hollow" : SAGA_STATUS[status].icon} size={13} />}
        {label}
      </dt>
      <dd className={`mt-0.5 font-semibold text-[22px] tabular-nums tracking-[-0.02em] ${tone}`}>{children}</dd>
    </div>
  );
}
