"use client";

import type { SagaView } from "@skald/shared";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { definitionVersionsQuery } from "#lib/queries.ts";
import { describeSaga } from "#lib/status.ts";
import { shortId, visibleText } from "#lib/text.ts";
import { CopyButton } from "#ui/controls/copy-button.tsx";
import { Breadcrumb } from "#ui/frame/breadcrumb.tsx";
import { Badge } from "#ui/status/badge.tsx";
import { SpanText } from "#ui/text/span-text.tsx";
import { TimeText } from "#ui/text/time-text.tsx";
import { SagaActions } from "./saga-actions.tsx";

/** Who this saga is, how it stands, and what can be done. */
export function SagaHeader({ saga }: { readonly saga: SagaView }) {
  const [namespace = "", name = ""] = saga.definition.split("/");
  const versions = useQuery(definitionVersionsQuery(namespace, name));
  const newest = versions.data?.items[0]?.version;

  return (
    <header className="space-y-3">
      <Breadcrumb links={[{ href: "/sagas", label: "Sagas" }]}>
        <span className="font-mono text-[12px]">{shortId(saga.id)}</span>
      </Breadcrumb>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <h1 className="min-w-0 break-words font-semibold text-[22px] tracking-[-0.015em]">
          {saga.key === null ? shortId(saga.id) : visibleText(saga.key)}
        </h1>
        <Badge face={describeSaga(saga)} size="large" />
        <div className="sm:ml-auto">
          <SagaActions saga={saga} />
        </div>
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-1.5 text-[13px]">
        <Fact name="Definition">
          <Link
            className="underline-offset-2 hover:underline"
            href={`/definitions/${saga.definition}?version=${saga.version}`}
            prefetch={false}
          >
            {saga.definition} {saga.version}
          </Link>
          {newest !== undefined && newest !== saga.version && <span className="ml-1.5 text-wait">newer: {newest}</span>}
        </Fact>
        <Fact name="Saga">
          <span className="font-mono text-[12px]">{shortId(saga.id)}</span>
          <CopyButton label="Copy the saga's id" text={saga.id} />
        </Fact>
        <Fact name="Started">
          <TimeText as="clock" at={saga.startedAt} />
        </Fact>
        <Fact name={saga.endedAt === null ? "Running for" : "Took"}>
          <SpanText from={saga.startedAt} to={saga.endedAt} />
        </Fact>
        {saga.deadline !== null && saga.endedAt === null && (
          <Fact name="Deadline">
            <TimeText at={saga.deadline} />
          </Fact>
        )}
        <Fact name="Revision">
          <span className="tabular-nums">{saga.revision}</span>
        </Fact>
        <Fact name="Trace">
          <span className="font-mono text-[12px]">{shortId(saga.traceId)}</span>
          <CopyButton label="Copy the trace id" text={saga.traceId} />
        </Fact>
      </dl>
    </header>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex items-center gap-1.5">
      <dt className="text-muted">{name}</dt>
      <dd className="flex items-center gap-1">{children}</dd>
    </div>
  );
}
