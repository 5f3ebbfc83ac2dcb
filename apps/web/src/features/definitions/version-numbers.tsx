"use client";

import type { DefinitionView } from "@skald/shared";
import { useQuery } from "@tanstack/react-query";
import { statisticsQuery } from "#lib/queries.ts";
import { percent } from "#lib/text.ts";
import { formatSpan } from "#lib/time.ts";

/** How sagas of this version did in the last day. */
export function VersionNumbers({ definition }: { readonly definition: DefinitionView }) {
  const { data } = useQuery(statisticsQuery("24h"));
  const numbers = data?.definitions.find(
    (row) => row.definition === `${definition.namespace}/${definition.name}` && row.version === definition.version,
  );
  if (data !== undefined && numbers === undefined)
    return <p className="text-[13px] text-muted">No saga of this version ran in the last 24 h.</p>;

  const figures = [
    { label: "Running", value: numbers?.running.toLocaleString("en") },
    { label: "Ended, 24 h", value: numbers?.ended.toLocaleString("en") },
    { label: "p50", value: spanOf(numbers?.durationMs.p50) },
    { label: "p95", value: spanOf(numbers?.durationMs.p95) },
    { label: "Succeeded", value: numbers && percent(numbers.successRate) },
    { label: "Undone", value: numbers && percent(numbers.compensationRate) },
  ];
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-3 xl:grid-cols-6">
      {figures.map(({ label, value }) => (
        <div className="bg-surface px-4 py-2.5" key={label}>
          <dt className="text-[12px] text-muted">{label}</dt>
          <dd className="font-semibold text-[17px] tabular-nums">{value ?? "–"}</dd>
        </div>
      ))}
    </dl>
  );
}

function spanOf(ms: number | null | undefined): string | undefined {
  return ms == null ? undefined : formatSpan(ms);
}
