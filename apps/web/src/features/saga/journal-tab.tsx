"use client";

import type { JournalEntryView, SagaView } from "@skald/shared";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { JOURNAL_MAX, sagaJournalQuery } from "#lib/queries.ts";
import { Button } from "#ui/controls/button.tsx";
import { Notice } from "#ui/status/notice.tsx";
import { Failure, Skeleton } from "#ui/status/states.tsx";
import { JsonView } from "#ui/text/json-view.tsx";
import { TimeText } from "#ui/text/time-text.tsx";

const SHOWN_FIRST = 200;

/** Every entry of the journal in order, each with its data and its hash. */
export function JournalTab({ saga }: { readonly saga: SagaView }) {
  const [shown, setShown] = useState(SHOWN_FIRST);
  const journal = useQuery(sagaJournalQuery(saga.id, saga.revision));
  if (journal.isError) return <Failure error={journal.error} retry={() => void journal.refetch()} what="The journal" />;
  if (journal.data === undefined) return <Skeleton label="the journal" rows={8} />;

  const { items, more } = journal.data;
  return (
    <div className="space-y-3 p-4">
      <ol aria-label="Journal" className="divide-y divide-line rounded-md border border-line">
        {items.slice(0, shown).map((entry) => (
          <Entry entry={entry} key={entry.seq} />
        ))}
      </ol>
      {items.length > shown && (
        <Button onClick={() => setShown(shown + SHOWN_FIRST)}>Show {Math.min(SHOWN_FIRST, items.length - shown)} more entries</Button>
      )}
      {more && (
        <Notice icon="dash" title={`Only the first ${JOURNAL_MAX.toLocaleString("en")} entries are read here`} tone="idle">
          The whole journal is at GET /api/v1/sagas/{saga.id}/journal.
        </Notice>
      )}
    </div>
  );
}

function Entry({ entry }: { readonly entry: JournalEntryView }) {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="flex items-baseline gap-3 px-3 py-1.5 text-[13px] hover:bg-sunken focus-visible:-outline-offset-2">
          <span className="w-8 shrink-0 text-right text-muted tabular-nums">{entry.seq}</span>
          <span className={`min-w-0 flex-1 break-words font-medium ${toneOf(entry.type)}`}>
            {entry.type}
            <span className="ml-2 font-normal text-muted">{stateOf(entry)}</span>
          </span>
          <TimeText as="clock" at={entry.at} />
        </summary>
        {open && (
          <div className="space-y-2 px-3 pb-3">
            <JsonView label={`data of entry ${entry.seq}`} value={entry.data} />
            <p className="break-all font-mono text-[11px] text-muted">hash {entry.hash}</p>
          </div>
        )}
      </details>
    </li>
  );
}

function toneOf(type: string): string {
  if (type.endsWith(".failed") || type === "saga.suspended" || type === "internal.error") return "text-bad";
  return type.startsWith("undo.") || type === "saga.turning" || type === "saga.compensated" ? "text-undo" : "";
}

function stateOf(entry: JournalEntryView): string {
  const data = entry.data;
  return typeof data === "object" && data !== null && "state" in data && typeof data.state === "string" ? data.state : "";
}
