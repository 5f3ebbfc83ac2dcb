import type { StatisticsView } from "@skald/shared";
import Link from "next/link";
import { visibleText } from "#lib/text.ts";
import { type Column, DataTable } from "#ui/controls/data-table.tsx";
import { Empty } from "#ui/status/states.tsx";
import { Card } from "#ui/text/card.tsx";
import { TimeText } from "#ui/text/time-text.tsx";

type HotSpot = StatisticsView["hotSpots"][number];

const SHOWN = 5;

const COLUMNS: readonly Column<HotSpot>[] = [
  { name: "Step", lead: true, cell: (spot) => <span className="font-medium">{spot.state}</span> },
  { name: "Definition", cell: (spot) => <span className="text-muted">{spot.definition}</span> },
  {
    name: "Error",
    cell: (spot) => (
      <Link
        className="text-accent underline-offset-2 hover:underline"
        href={`/sagas?definition=${encodeURIComponent(spot.definition)}&q=${encodeURIComponent(spot.type)}`}
        prefetch={false}
      >
        {visibleText(spot.type)}
      </Link>
    ),
  },
  { name: "Count", align: "right", cell: (spot) => <span className="tabular-nums">{spot.count.toLocaleString("en")}</span> },
  { name: "First seen", cell: (spot) => <TimeText at={spot.firstSeen} /> },
];

/** Where sagas fail most. */
export function FailingSteps({ statistics }: { readonly statistics: StatisticsView }) {
  const spots = [...statistics.hotSpots].sort((a, b) => b.count - a.count).slice(0, SHOWN);
  return (
    <Card flush title="Top failing steps">
      {spots.length === 0 ? (
        <Empty title="No step has failed in this window" />
      ) : (
        <DataTable
          caption="Steps that failed most"
          columns={COLUMNS}
          rowKey={(spot) => `${spot.definition}:${spot.state}:${spot.type}`}
          rows={spots}
        />
      )}
    </Card>
  );
}
