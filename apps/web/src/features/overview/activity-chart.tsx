"use client";

import type { StatisticsView } from "@skald/shared";
import { useState } from "react";
import { formatClock } from "#lib/time.ts";
import { Button } from "#ui/controls/button.tsx";
import { type Column, DataTable } from "#ui/controls/data-table.tsx";
import { Empty } from "#ui/status/states.tsx";
import { Card } from "#ui/text/card.tsx";

type Slice = StatisticsView["series"][number];

interface ActivityChartProps {
  readonly statistics: StatisticsView;
  readonly window: string;
}

/** Completed and undone sagas along the window, as bars or as a table. */
export function ActivityChart({ statistics, window }: ActivityChartProps) {
  const [asTable, setAsTable] = useState(false);
  const { series } = statistics;
  const total = series.reduce((sum, slice) => sum + slice.completed + slice.compensated, 0);
  return (
    <Card
      aside={
        <Button aria-pressed={asTable} look="quiet" onClick={() => setAsTable(!asTable)}>
          {asTable ? "Show as chart" : "Show as table"}
        </Button>
      }
      flush={asTable}
      title={`Completed and rolled back, last ${window}`}
    >
      {total === 0 && <Empty title="Nothing has ended in this window" />}
      {total > 0 && !asTable && <Bars series={series} />}
      {total > 0 && asTable && (
        <div className="max-h-72 overflow-y-auto">
          <DataTable caption="Ends along the window" columns={COLUMNS} rowKey={(slice) => slice.at} rows={[...series].reverse()} />
        </div>
      )}
    </Card>
  );
}

const COLUMNS: readonly Column<Slice>[] = [
  { name: "From", lead: true, cell: (slice) => <span className="tabular-nums">{formatClock(slice.at, Date.parse(slice.at))}</span> },
  { name: "Started", align: "right", cell: (slice) => slice.started },
  { name: "Completed", align: "right", cell: (slice) => slice.completed },
  { name: "Rolled back", align: "right", cell: (slice) => slice.compensated },
];

const HEIGHT = 150;
const WIDTH = 600;

function Bars({ series }: { readonly series: readonly Slice[] }) {
  const most = Math.max(...series.map((slice) => slice.completed + slice.compensated), 1);
  const step = WIDTH / series.length;
  return (
    <figure>
      <svg
        aria-label={`${series.length} slices; the table beside it has the numbers`}
        className="h-40 w-full"
        preserveAspectRatio="none"
        role="img"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      >
        {series.map((slice, place) => {
          const done = (slice.completed / most) * (HEIGHT - 4);
          const undone = slice.compensated === 0 ? 0 : Math.max(2, (slice.compensated / most) * (HEIGHT - 4));
          return (
            <g key={slice.at}>
              <title>{`${formatClock(slice.at, Date.parse(slice.at))}: ${slice.completed} completed, ${slice.compensated} rolled back`}</title>
              <rect fill="var(--ok)" height={done} opacity="0.8" width={step * 0.7} x={place * step} y={HEIGHT - done} />
              <rect fill="var(--undo)" height={undone} width={step * 0.7} x={place * step} y={HEIGHT - done - undone - 1} />
            </g>
          );
        })}
        <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} stroke="var(--line-strong)" strokeWidth="1" />
      </svg>
      <figcaption className="mt-2 flex gap-5 text-[12px] text-muted">
        <span className="flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2.5 rounded-[2px] bg-ok" />
          Completed
        </span>
        <span className="flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2.5 rounded-[2px] bg-undo" />
          Rolled back (above)
        </span>
        <span className="ml-auto tabular-nums">at most {most.toLocaleString("en")} in a slice</span>
      </figcaption>
    </figure>
  );
}
