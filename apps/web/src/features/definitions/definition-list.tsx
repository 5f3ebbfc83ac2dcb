"use client";

import type { DefinitionSummary } from "@skald/shared";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsBoolean, useQueryState } from "nuqs";
import { definitionsQuery } from "#lib/queries.ts";
import { plural, visibleText } from "#lib/text.ts";
import { Button } from "#ui/controls/button.tsx";
import { type Column, DataTable } from "#ui/controls/data-table.tsx";
import { Page } from "#ui/frame/page.tsx";
import { Empty, Failure, Skeleton } from "#ui/status/states.tsx";
import { Card } from "#ui/text/card.tsx";
import { TimeText } from "#ui/text/time-text.tsx";
import { ValidatePanel } from "./validate-panel.tsx";

const COLUMNS: readonly Column<DefinitionSummary>[] = [
  {
    name: "Name",
    lead: true,
    cell: (item) => (
      <Link
        className="font-medium text-accent underline-offset-2 hover:underline"
        href={`/definitions/${item.namespace}/${item.name}`}
        prefetch={false}
      >
        {item.namespace}/{item.name}
      </Link>
    ),
  },
  { name: "Title", cell: (item) => (item.title === null ? "–" : visibleText(item.title)) },
  { name: "Newest version", cell: (item) => item.version },
  { name: "Versions", align: "right", cell: (item) => item.versions },
  { name: "State", cell: (item) => item.state },
  { name: "Running", align: "right", cell: (item) => (item.kind === "saga" ? item.running.toLocaleString("en") : "–") },
  { name: "Uploaded", cell: (item) => <TimeText at={item.createdAt} /> },
];

/** Every definition, sagas before services, and a place to try a document. */
export function DefinitionList() {
  const list = useQuery(definitionsQuery());
  const [validating, setValidating] = useQueryState("validate", parseAsBoolean.withDefault(false));

  return (
    <Page
      aside={
        <Button aria-expanded={validating} onClick={() => void setValidating(validating ? null : true)}>
          {validating ? "Close the validator" : "Validate a document"}
        </Button>
      }
      title="Definitions"
    >
      {validating && <ValidatePanel initial="" title="Validate a document" />}
      {list.isError && list.data === undefined && <Failure error={list.error} retry={() => void list.refetch()} what="The definitions" />}
      {list.data === undefined && !list.isError && <Skeleton label="definitions" />}
      {list.data !== undefined && (
        <>
          <Group items={list.data.items.filter((item) => item.kind === "saga")} noun="saga" title="Sagas" />
          <Group items={list.data.items.filter((item) => item.kind === "service")} noun="service" title="Services" />
          {list.data.nextCursor !== null && (
            <p className="text-[13px] text-muted">Only the first {plural(list.data.items.length, "definition")} are shown.</p>
          )}
        </>
      )}
    </Page>
  );
}

interface GroupProps {
  readonly title: string;
  readonly noun: string;
  readonly items: readonly DefinitionSummary[];
}

function Group({ title, noun, items }: GroupProps) {
  return (
    <Card flush title={title}>
      {items.length === 0 ? (
        <Empty title={`No ${noun} is defined`}>Upload one with `skald apply` or POST /api/v1/definitions.</Empty>
      ) : (
        <DataTable caption={title} columns={COLUMNS} rowKey={(item) => `${item.namespace}/${item.name}`} rows={items} />
      )}
    </Card>
  );
}
