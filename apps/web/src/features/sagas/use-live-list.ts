"use client";

import type { SagaList, SagaView, StreamHint } from "@skald/shared";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { askEngine } from "#lib/api.ts";
import { createCoalescer } from "#lib/coalesce.ts";
import { type LiveSource, useLiveStream } from "#lib/live.tsx";
import { sagaListQuery } from "#lib/queries.ts";
import { type SagaFilters, sagaListPath, sagaStreamPath } from "#lib/saga-filters.ts";
import { type Hint, missingRows, patchRows, sortHints } from "./patch-rows.ts";

const FLUSH_MS = 250;
/** Above this many, one reading of the page is cheaper than one per row. */
const SINGLE_READS_MAX = 8;

export interface LiveList {
  readonly newRows: number;
  forgetNewRows(): void;
}

/** Keeps the rows in view true: patched in place, never moved; new sagas are only counted. */
export function useLiveList(filters: SagaFilters, cursor: string | null): LiveList {
  const client = useQueryClient();
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const busy = useRef(false);
  const source = useRef<LiveSource>({ onMessage: () => undefined, poll: async () => undefined });
  const { queryKey } = sagaListQuery(filters, cursor);

  const rows = (): SagaList["items"] => client.getQueryData<SagaList>(queryKey)?.items ?? [];
  const put = (items: SagaList["items"]): void => {
    client.setQueryData<SagaList>(queryKey, (list) => list && patchRows(list, items));
  };
  const readRows = async (ids: readonly string[]): Promise<void> => {
    const reads = ids.slice(0, SINGLE_READS_MAX).map((id) => askEngine<SagaView>(`/api/v1/sagas/${id}`));
    const answers = await Promise.allSettled(reads);
    put(answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : [])));
  };
  const addFresh = (ids: readonly string[]): void => {
    if (cursor === null && ids.length > 0) setFresh((now) => new Set([...now, ...ids]));
  };
  const readPage = async (): Promise<void> => {
    if (busy.current) return;

    busy.current = true;
    try {
      const page = await askEngine<SagaList>(sagaListPath(filters, cursor));
      const before = rows();
      put(page.items);
      addFresh(sortHints(before, page.items).fresh);
      await readRows(missingRows(before, page.items));
    } finally {
      busy.current = false;
    }
  };

  const work = useRef<(hints: readonly Hint[]) => void>(() => undefined);
  const burst = useMemo(() => createCoalescer<Hint>(FLUSH_MS, (hints) => work.current(hints)), []);
  const takeHints = (data: string): void => {
    const { changed, more } = JSON.parse(data) as StreamHint;
    for (const hint of changed) burst.add(hint);
    if (more) void readPage().catch(() => undefined);
  };

  // Hands the newest closures to the stream, which outlives a render.
  useEffect(() => {
    work.current = (hints) => {
      const { stale, fresh: ids } = sortHints(rows(), hints);
      addFresh(ids);
      const reading = stale.length > SINGLE_READS_MAX ? readPage() : readRows(stale);
      // A failed reading shows as Polling or Disconnected; the next hint tries again.
      void reading.catch(() => undefined);
    };
    source.current = {
      poll: readPage,
      onMessage: (message) => {
        if (message.event === "resync") void readPage().catch(() => undefined);
        else takeHints(message.data);
      },
    };
  });

  // Ends the timer of the burst with the page.
  useEffect(() => () => burst.stop(), [burst]);

  useLiveStream(sagaStreamPath(filters), source);

  return { newRows: fresh.size, forgetNewRows: () => setFresh(new Set()) };
}
