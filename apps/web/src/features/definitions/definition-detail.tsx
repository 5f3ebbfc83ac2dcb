"use client";

import type { CompiledSaga } from "@skald/dsl";
import type { DefinitionView } from "@skald/shared";
import { useQuery } from "@tanstack/react-query";
import { parseAsBoolean, parseAsString, useQueryStates } from "nuqs";
import { SagaGraph } from "#graph/saga-graph.tsx";
import { definitionQuery } from "#lib/queries.ts";
import { visibleText } from "#lib/text.ts";
import { Button } from "#ui/controls/button.tsx";
import { Breadcrumb } from "#ui/frame/breadcrumb.tsx";
import { Page } from "#ui/frame/page.tsx";
import { Failure, Skeleton } from "#ui/status/states.tsx";
import { Card } from "#ui/text/card.tsx";
import { JsonView } from "#ui/text/json-view.tsx";
import { TimeText } from "#ui/text/time-text.tsx";
import { TryPanel } from "./try/try-panel.tsx";
import { ValidatePanel } from "./validate-panel.tsx";
import { VersionNumbers } from "./version-numbers.tsx";
import { VersionTable } from "./version-table.tsx";

interface DefinitionDetailProps {
  readonly namespace: string;
  readonly name: string;
}

/** One definition: its picture, its versions, its source. */
export function DefinitionDetail({ namespace, name }: DefinitionDetailProps) {
  const [{ version, edit }, set] = useQueryStates({ version: parseAsString, edit: parseAsBoolean.withDefault(false) });
  const found = useQuery(definitionQuery(namespace, name, version));
  if (found.isError && found.data === undefined)
    return (
      <Page title={`${namespace}/${name}`}>
        <Failure error={found.error} retry={() => void found.refetch()} what="The definition" />
      </Page>
    );
  if (found.data === undefined) return <Skeleton label="the definition" rows={10} />;

  const definition = found.data;
  return (
    <div className="mx-auto max-w-[1480px] space-y-4 px-4 py-5 lg:px-6">
      <Header definition={definition} />
      {definition.kind === "saga" && <VersionNumbers definition={definition} />}
      {definition.graph !== null && (
        <Card flush title="Picture">
          <SagaGraph graph={definition.graph} />
          <p className="px-4 py-3 text-[13px] text-muted sm:hidden">The picture needs a wider screen.</p>
        </Card>
      )}
      {definition.compiled !== null && <TryPanel definition={definition.compiled as CompiledSaga} />}
      <VersionTable current={definition.version} name={name} namespace={namespace} />
      {edit ? (
        <ValidatePanel initial={definition.source} key={definition.version} title={`A draft from ${definition.version}`} />
      ) : (
        <Card aside={<Button onClick={() => void set({ edit: true })}>Try a change</Button>} title="Source">
          <JsonView label="source" tall value={visibleText(definition.source)} />
        </Card>
      )}
    </div>
  );
}

function Header({ definition }: { readonly definition: DefinitionView }) {
  return (
    <header className="space-y-2">
      <Breadcrumb links={[{ href: "/definitions", label: "Definitions" }]}>{definition.namespace}</Breadcrumb>
      <h1 className="flex flex-wrap items-baseline gap-x-3 font-semibold text-[22px] tracking-[-0.015em]">
        {definition.namespace}/{definition.name}
        <span className="font-normal text-[16px] text-muted tabular-nums">{definition.version}</span>
      </h1>
      <p className="text-[13px] text-muted">
        {definition.title === null ? "" : `${visibleText(definition.title)} · `}
        {definition.kind} · {definition.state} · uploaded <TimeText at={definition.createdAt} /> ·{" "}
        <span className="break-all font-mono text-[12px]">{definition.hash}</span>
      </p>
    </header>
  );
}
