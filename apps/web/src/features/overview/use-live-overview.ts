"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { createCoalescer } from "#lib/coalesce.ts";
import { type LiveSource, useLiveStream } from "#lib/live.tsx";
import { auditQuery, incidentsQuery } from "#lib/queries.ts";
import { RECENT } from "./recent-actions.tsx";

/** Counts move all the time; incidents must be seen within a second. */
const FLUSH_MS = 800;

/** Reads what needs a person again whenever sagas move. */
export function useLiveOverview(): void {
  const client = useQueryClient();
  const burst = useMemo(
    () =>
      createCoalescer<string>(FLUSH_MS, () => {
        void client.invalidateQueries({ queryKey: incidentsQuery().queryKey });
        void client.invalidateQueries({ queryKey: auditQuery(RECENT).queryKey });
      }),
    [client],
  );
  const source = useRef<LiveSource>({
    onMessage: (message) => burst.add(message.event),
    poll: async () => {
      await client.fetchQuery({ ...incidentsQuery(), staleTime: 0 });
    },
  });

  // Ends the timer of the burst with the page.
  useEffect(() => () => burst.stop(), [burst]);

  useLiveStream("/api/v1/stream", source);
}
