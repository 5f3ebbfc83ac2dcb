"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { sagaListQuery } from "#lib/queries.ts";
import type { SagaFilters } from "#lib/saga-filters.ts";
import { formatClock } from "#lib/time.ts";
import { Button } from "#ui/controls/button.tsx";
import { DataTable } from "#ui/controls/data-table.tsx";
import { Empty, Failure, Skeleton } from "#ui/status/states.tsx";
import { SAGA_COLUMNS } from "./saga-columns.tsx";
import { SagaPager } from "./saga-pager.tsx";
import { useLiveList } from "./use-live-list.ts";
import { isNarrowed } from "./use-saga-filters.ts";

interface SagaRowsProps {
  readonly filters: SagaFilters;
  readonly cursor: string | null;
  readonly trail: readonly (string | null)[];
  readonly turn: (to: "next" | "previous" | "newest", cursor: string | null) => void;
}

/** One page of sagas. Rows never move while they are looked at. */
export function SagaRows({ filters, cursor, trail, turn }: SagaRowsProps) {
  const client = useQueryClient();
  const query = sagaListQuery(filters, cursor);
  const list = useQuery(query);
  const live = useLiveList(filters, cursor);
  const showNew = (): void => {
    live.forgetNewRows();
    void client.invalidateQueries({ queryKey: query.queryKey });
  };

  if (list.isError && list.data === undefined)
    return <Failure error={list.error} retry={() => void list.refetch()} what="The list of sagas" />;
  if (list.data === undefined) return <Skeleton label="sagas" rows={12} />;

  const { items, asOf, nextCursor } = list.data;
  return (
    <>
      <div className="flex min-h-11 flex-wrap items-center gap-3 border-line border-b px-4 py-1.5 text-[12px] text-muted">
        <span className="tabular-nums">
          {items.length === 0 ? "No sagas" : `${items.length} sagas on this page`}, as of {formatClock(asOf, Date.parse(asOf))}
        </span>
        {live.newRows > 0 && (
          <Button className="!min-h-7 text-accent" onClick={showNew}>
            {live.newRows > 999 ? "999+" : live.newRows} new {live.newRows === 1 ? "saga" : "sagas"} — show
          </Button>
        )}
      </div>
      {items.length === 0 ? (
        <Empty title={isNarrowed(filters) ? "No saga fits these filters" : "No sagas yet"}>
          {isNarrowed(filters) ? "Widen or clear the filters above." : "Start one with POST /api/v1/sagas, or with `skald start`."}
        </Empty>
      ) : (
        <div className={list.isPlaceholderData ? "opacity-60" : ""}>
          <DataTable caption="Sagas, newest first" columns={SAGA_COLUMNS} rowKey={(saga) => saga.id} rows={items} />
        </div>
      )}
      <SagaPager cursor={cursor} hasPrevious={trail.length > 0} nextCursor={nextCursor} turn={turn} />
    </>
  );
}
