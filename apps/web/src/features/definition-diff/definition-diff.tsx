"use client";

import type { DefinitionSummary, DiffView } from "@skald/shared";
import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryStates } from "nuqs";
import { definitionDiffQuery, definitionVersionsQuery } from "#lib/queries.ts";
import { Breadcrumb } from "#ui/frame/breadcrumb.tsx";
import { Empty, Failure, Skeleton } from "#ui/status/states.tsx";
import { Card } from "#ui/text/card.tsx";
import { ChangeList } from "./change-list.tsx";
import { ChartDiff } from "./chart-diff.tsx";
import { TextDiff } from "./text-diff.tsx";
import { VersionPick } from "./version-pick.tsx";

interface DefinitionDiffProps {
  readonly namespace: string;
  readonly name: string;
}

/** Two versions of a definition: what changed for sagas that will start, where in the chart, and in which lines. */
export function DefinitionDiff({ namespace, name }: DefinitionDiffProps) {
  const [chosen, set] = useQueryStates({ from: parseAsString, to: parseAsString });
  const versions = useQuery(definitionVersionsQuery(namespace, name));
  const { from, to } = pairOf(chosen, versions.data?.items ?? []);
  const diff = useQuery({ ...definitionDiffQuery(namespace, name, { from, to }), enabled: from !== "" && to !== "" });

  return (
    <div className="mx-auto max-w-[1480px] space-y-4 px-4 py-5 lg:px-6">
      <header className="space-y-2">
        <Breadcrumb
          links={[
            { href: "/definitions", label: "Definitions" },
            { href: `/definitions/${namespace}/${name}`, label: `${namespace}/${name}` },
          ]}
        />
        <div className="flex flex-wrap items-end justify-between gap-3">
          <h1 className="font-semibold text-[20px] tracking-[-0.01em]">
            {namespace}/{name}: what changed
          </h1>
          {versions.data !== undefined && (
            <div className="flex flex-wrap items-end gap-2">
              <VersionPick label="From" onChange={(next) => void set({ from: next })} value={from} versions={versions.data.items} />
              <VersionPick label="To" onChange={(next) => void set({ to: next })} value={to} versions={versions.data.items} />
            </div>
          )}
        </div>
      </header>
      {versions.isError && <Failure error={versions.error} retry={() => void versions.refetch()} what="The versions" />}
      {diff.isError && <Failure error={diff.error} retry={() => void diff.refetch()} what="The comparison" />}
      {!versions.isError && !diff.isError && diff.data === undefined && <Waiting hasPair={versions.data === undefined || from !== ""} />}
      {!diff.isError && diff.data !== undefined && <Differences diff={diff.data} />}
    </div>
  );
}

function Waiting({ hasPair }: { readonly hasPair: boolean }) {
  return hasPair ? <Skeleton label="the comparison" rows={8} /> : <Empty title="There is one version only">Nothing can differ yet.</Empty>;
}

function Differences({ diff }: { readonly diff: DiffView }) {
  if (diff.hunks.length === 0)
    return (
      <Card>
        <Empty title="The same text">{diff.from.version === diff.to.version ? "Choose another version." : "Nothing differs."}</Empty>
      </Card>
    );

  return (
    <>
      <ChangeList changes={diff.changes} kind={diff.kind} />
      <ChartDiff diff={diff} />
      <TextDiff hunks={diff.hunks} />
    </>
  );
}

// Without a choice the newest version is held against the one before it.
function pairOf(
  chosen: { readonly from: string | null; readonly to: string | null },
  versions: readonly DefinitionSummary[],
): { readonly from: string; readonly to: string } {
  const to = chosen.to ?? versions[0]?.version ?? "";
  const before = versions.findIndex(({ version }) => version === to) + 1;

  return { to, from: chosen.from ?? versions[before]?.version ?? "" };
}
