import type { SagaSummary } from "@skald/shared";
import Link from "next/link";
import { describeSaga } from "#lib/status.ts";
import { shortId, visibleText } from "#lib/text.ts";
import type { Column } from "#ui/controls/data-table.tsx";
import { Badge } from "#ui/status/badge.tsx";
import { SpanText } from "#ui/text/span-text.tsx";
import { TimeText } from "#ui/text/time-text.tsx";

/** What the list tells of a saga, in the order of the eye. */
export const SAGA_COLUMNS: readonly Column<SagaSummary>[] = [
  { name: "Status", lead: true, cell: (saga) => <Badge face={describeSaga(saga)} /> },
  {
    name: "Saga",
    cell: (saga) => (
      <Link
        className="whitespace-nowrap font-mono text-[12px] text-accent underline-offset-2 hover:underline"
        href={`/sagas/${saga.id}`}
        prefetch={false}
        title={saga.id}
      >
        {shortId(saga.id)}
      </Link>
    ),
  },
  {
    name: "Key",
    cell: (saga) => (
      <span className="inline-block max-w-44 truncate align-bottom font-medium" title={saga.key ?? undefined}>
        {saga.key === null ? "–" : visibleText(saga.key)}
      </span>
    ),
  },
  {
    name: "Definition",
    cell: (saga) => (
      <span className="whitespace-nowrap">
        {saga.definition} <span className="text-muted">{saga.version}</span>
      </span>
    ),
  },
  { name: "Step", cell: stepOf },
  {
    name: "Attempts",
    align: "right",
    extra: true,
    cell: (saga) => <span className="tabular-nums">{saga.attemptsMax === 0 ? "–" : saga.attemptsMax}</span>,
  },
  { name: "Started", cell: (saga) => <TimeText as="clock" at={saga.startedAt} /> },
  { name: "Duration", align: "right", cell: (saga) => <SpanText from={saga.startedAt} to={saga.endedAt} /> },
];

function stepOf(saga: SagaSummary) {
  const failed = saga.attention?.state ?? (saga.endedAt === null ? null : (saga.cause?.state ?? null));
  const state = failed ?? saga.current.join(", ");
  if (state === "") return <span className="text-muted">–</span>;

  const isUndo = saga.phase === "compensating" && saga.endedAt === null;
  return (
    <span
      className={isUndo ? "text-undo" : ""}
      title={saga.cause === null ? undefined : `${saga.cause.type}: ${visibleText(saga.cause.detail)}`}
    >
      {isUndo && (
        <>
          <span aria-hidden="true">↩ </span>
          <span className="sr-only">undo of </span>
        </>
      )}
      {state}
      {failed !== null && saga.cause !== null && !isUndo && <span className="ml-2 text-muted">{saga.cause.type}</span>}
    </span>
  );
}
