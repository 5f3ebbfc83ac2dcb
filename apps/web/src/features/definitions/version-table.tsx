"use client";

import type { DefinitionSummary } from "@skald/shared";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { definitionVersionsQuery } from "#lib/queries.ts";
import { type Column, DataTable } from "#ui/controls/data-table.tsx";
import { Failure, Skeleton } from "#ui/status/states.tsx";
import { Card } from "#ui/text/card.tsx";
import { TimeText } from "#ui/text/time-text.tsx";

interface VersionTableProps {
  readonly namespace: string;
  readonly name: string;
  readonly current: string;
}

/** Every version; running sagas stay on theirs. */
export function VersionTable({ namespace, name, current }: VersionTableProps) {
  const versions = useQuery(definitionVersionsQuery(namespace, name));
  const columns: readonly Column<DefinitionSummary>[] = [
    {
      name: "Version",
      lead: true,
      cell: (item) => (
        <Link
          aria-current={item.version === current ? "true" : undefined}
          className="font-medium text-accent tabular-nums underline-offset-2 hover:underline"
          href={`/definitions/${namespace}/${name}?version=${encodeURIComponent(item.version)}`}
          prefetch={false}
        >
          {item.version}
          {item.version === current && <span className="ml-2 text-muted">shown</span>}
        </Link>
      ),
    },
    { name: "State", cell: (item) => item.state },
    { name: "Running", align: "right", cell: (item) => item.running.toLocaleString("en") },
    { name: "Uploaded", cell: (item) => <TimeText at={item.createdAt} /> },
    { name: "Compare", cell: (item) => <CompareLink current={current} item={item} versions={versions.data?.items ?? []} /> },
    { name: "Hash", extra: true, cell: (item) => <span className="font-mono text-[12px] text-muted">{item.hash.slice(0, 24)}</span> },
  ];

  return (
    <Card flush title="Versions">
      {versions.isError && versions.data === undefined && <Failure error={versions.error} what="The versions" />}
      {versions.data === undefined && !versions.isError && <Skeleton label="versions" rows={2} />}
      {versions.data !== undefined && (
        <DataTable caption="Versions, newest first" columns={columns} rowKey={(item) => item.version} rows={versions.data.items} />
      )}
    </Card>
  );
}

interface CompareLinkProps {
  readonly item: DefinitionSummary;
  readonly current: string;
  readonly versions: readonly DefinitionSummary[];
}

/** From the older to the newer of this version and the one that is shown; the list has the newest first. */
function CompareLink({ item, current, versions }: CompareLinkProps) {
  if (item.version === current) return <span className="text-muted">–</span>;
  const placeOf = (version: string): number => versions.findIndex((one) => one.version === version);
  const [from, to] = placeOf(item.version) > placeOf(current) ? [item.version, current] : [current, item.version];

  return (
    <Link
      className="text-accent underline-offset-2 hover:underline"
      href={`/definitions/${item.namespace}/${item.name}/diff?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`}
      prefetch={false}
    >
      {from} → {to}
    </Link>
  );
}
