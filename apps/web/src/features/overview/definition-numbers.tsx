import type { StatisticsView } from "@skald/shared";
import Link from "next/link";
import { percent } from "#lib/text.ts";
import { formatSpan } from "#lib/time.ts";
import { type Column, DataTable } from "#ui/controls/data-table.tsx";
import { Empty } from "#ui/status/states.tsx";
import { Card } from "#ui/text/card.tsx";

type Numbers = StatisticsView["definitions"][number];

const COLUMNS: readonly Column<Numbers>[] = [
  {
    name: "Definition",
    lead: true,
    cell: (row) => (
      <Link
        className="font-medium text-accent underline-offset-2 hover:underline"
        href={`/definitions/${row.definition}?version=${row.version}`}
        prefetch={false}
      >
        {row.definition}
      </Link>
    ),
  },
  { name: "Version", cell: (row) => row.version },
  { name: "Running", align: "right", cell: (row) => row.running.toLocaleString("en") },
  { name: "Ended", align: "right", cell: (row) => row.ended.toLocaleString("en") },
  { name: "p50", align: "right", cell: (row) => spanOf(row.durationMs.p50) },
  { name: "p95", align: "right", cell: (row) => spanOf(row.durationMs.p95) },
  { name: "Succeeded", align: "right", cell: (row) => percent(row.successRate) },
  { name: "Undone", align: "right", cell: (row) => percent(row.compensationRate) },
];

/** The numbers of each definition in use. */
export function DefinitionNumbers({ statistics }: { readonly statistics: StatisticsView }) {
  const rows = statistics.definitions;
  return (
    <Card flush title="Definitions">
      {rows.length === 0 ? (
        <Empty title="No saga has run in this window" />
      ) : (
        <div className="tabular-nums">
          <DataTable
            caption="Numbers of each definition"
            columns={COLUMNS}
            rowKey={(row) => `${row.definition}@${row.version}`}
            rows={rows}
          />
        </div>
      )}
    </Card>
  );
}

function spanOf(ms: number | null): string {
  return ms === null ? "–" : formatSpan(ms);
}
