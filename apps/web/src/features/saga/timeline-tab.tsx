"use client";

import type { SagaView } from "@skald/shared";
import { useQuery } from "@tanstack/react-query";
import { useNow } from "#lib/clock.tsx";
import { TONE_CLASSES, type Tone } from "#lib/faces.ts";
import { sagaJournalQuery } from "#lib/queries.ts";
import { formatClock, formatSpan } from "#lib/time.ts";
import { type Column, DataTable } from "#ui/controls/data-table.tsx";
import { Failure, Skeleton } from "#ui/status/states.tsx";
import { type Mark, type Span, timelineOf } from "./spans.ts";

/** Calls along time: when each began, how long it took, in which lane. */
export function TimelineTab({ saga }: { readonly saga: SagaView }) {
  const journal = useQuery(sagaJournalQuery(saga.id, saga.revision));
  const nowMs = useNow();
  if (journal.isError) return <Failure error={journal.error} retry={() => void journal.refetch()} what="The journal" />;
  if (journal.data === undefined) return <Skeleton label="the timeline" />;

  const { spans, marks } = timelineOf(journal.data.items);
  const fromMs = Date.parse(saga.startedAt);
  const toMs = endOf(spans, fromMs, nowMs);
  const share = (ms: number): number => Math.min(100, Math.max(0, ((ms - fromMs) / (toMs - fromMs)) * 100));

  const columns: readonly Column<Span>[] = [
    { name: "Call", lead: true, cell: (span) => <SpanName span={span} /> },
    { name: "Began", cell: (span) => <span className="tabular-nums">+{formatSpan(span.fromMs - fromMs)}</span> },
    {
      name: "Took",
      align: "right",
      cell: (span) => <span className="tabular-nums">{span.toMs === null ? "open" : formatSpan(span.toMs - span.fromMs)}</span>,
    },
    { name: "Ended", cell: (span) => WORDS[span.outcome] },
    { name: "Along time", cell: (span) => <Bar end={share(span.toMs ?? toMs)} span={span} start={share(span.fromMs)} /> },
  ];

  return (
    <div>
      <DataTable caption="Calls along time" columns={columns} rowKey={(span) => span.key} rows={spans} />
      <Marks fromMs={fromMs} marks={marks} />
    </div>
  );
}

// A saga that stands still is drawn up to its last call; otherwise the waiting would crush the bars.
function endOf(spans: readonly Span[], fromMs: number, nowMs: number): number {
  return Math.max(fromMs + 1, ...spans.map((span) => span.toMs ?? nowMs));
}

const WORDS = { ok: "succeeded", bad: "failed", unknown: "outcome unknown", open: "open" } as const satisfies Record<
  Span["outcome"],
  string
>;

function SpanName({ span }: { readonly span: Span }) {
  return (
    <span className="whitespace-nowrap font-medium">
      {span.kind === "undo" && <span className="text-undo">↩ undo of </span>}
      {span.kind === "verify" && <span className="text-muted">verify </span>}
      {span.state}
    </span>
  );
}

function Bar({ span, start, end }: { readonly span: Span; readonly start: number; readonly end: number }) {
  return (
    <span aria-hidden="true" className="relative block h-3 w-full min-w-48 rounded-sm bg-sunken max-sm:hidden">
      <span
        className={`absolute inset-y-0 min-w-1 rounded-sm ${TONE_CLASSES[toneOf(span)].bar} ${span.outcome === "bad" ? "opacity-90" : ""}`}
        style={{ left: `${Math.min(start, 99)}%`, width: `${Math.max(end - start, 0.4)}%` }}
      />
    </span>
  );
}

// Purple is for undoing; an undo that failed is red, like every failure.
function toneOf(span: Span): Tone {
  if (span.outcome === "bad") return "bad";
  if (span.outcome === "unknown") return "wait";
  if (span.kind === "undo") return "undo";
  return span.outcome === "open" ? "run" : "ok";
}

function Marks({ marks, fromMs }: { readonly marks: readonly Mark[]; readonly fromMs: number }) {
  return (
    <ol aria-label="Turns of the saga" className="flex flex-wrap gap-x-5 gap-y-1 border-line border-t px-4 py-3 text-[12px] text-muted">
      {marks.map((mark) => (
        <li className="tabular-nums" key={mark.seq} title={formatClock(new Date(mark.atMs).toISOString(), fromMs)}>
          <span className="font-medium text-text">{mark.type}</span> +{formatSpan(mark.atMs - fromMs)}
        </li>
      ))}
    </ol>
  );
}
