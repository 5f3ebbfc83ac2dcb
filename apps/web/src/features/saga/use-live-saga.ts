"use client";

import type { SagaFrame, SagaView } from "@skald/shared";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useAnnounce } from "#lib/announcer.tsx";
import { askEngine } from "#lib/api.ts";
import { createCoalescer } from "#lib/coalesce.ts";
import { type LiveSource, useLiveStream } from "#lib/live.tsx";
import { sagaQuery } from "#lib/queries.ts";
import { describeSaga } from "#lib/status.ts";

const FLUSH_MS = 250;

/** Keeps one saga true. Each frame holds the whole new saga, so only its revision decides: never an older one. */
export function useLiveSaga(id: string, exists: boolean): void {
  const client = useQueryClient();
  const announce = useAnnounce();
  const { queryKey } = sagaQuery(id);
  const source = useRef<LiveSource>({ onMessage: () => undefined, poll: async () => undefined });
  const put = useRef<(saga: SagaView) => void>(() => undefined);
  const burst = useMemo(
    () => createCoalescer<SagaFrame>(FLUSH_MS, (frames) => frames.at(-1) !== undefined && put.current(newestOf(frames))),
    [],
  );

  // Hands the newest closures to the stream, which outlives a render.
  useEffect(() => {
    put.current = (saga) => {
      const before = client.getQueryData<SagaView>(queryKey);
      if (before !== undefined && saga.revision <= before.revision) return;

      client.setQueryData(queryKey, saga);
      const [was, is] = [before && describeSaga(before).word, describeSaga(saga).word];
      if (was !== undefined && was !== is) announce(`Saga ${saga.key ?? saga.id}: ${is}`);
    };
    const read = async (): Promise<void> => put.current(await askEngine<SagaView>(`/api/v1/sagas/${encodeURIComponent(id)}`));
    source.current = {
      poll: read,
      // Closes the gap between the last reading and the first frame. A failed one shows in the chip.
      onOpen: () => void read().catch(() => undefined),
      onMessage: (message) => {
        const frame = message.data === "" ? null : (JSON.parse(message.data) as Partial<SagaFrame>);
        if (frame?.patch !== undefined && frame.to !== undefined) burst.add({ from: frame.from ?? 0, to: frame.to, patch: frame.patch });
      },
    };
  });

  // Ends the timer of the burst with the page.
  useEffect(() => () => burst.stop(), [burst]);

  useLiveStream(exists ? `/api/v1/sagas/${encodeURIComponent(id)}/stream` : null, source);
}

function newestOf(frames: readonly SagaFrame[]): SagaView {
  return frames.reduce((newest, frame) => (frame.to > newest.to ? frame : newest)).patch;
}
