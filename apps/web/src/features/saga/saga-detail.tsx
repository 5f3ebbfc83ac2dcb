"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { wayOf } from "#graph/layout/describe-node.ts";
import { EngineProblem } from "#lib/api.ts";
import { sagaGraphQuery, sagaQuery } from "#lib/queries.ts";
import { Tabs } from "#ui/controls/tabs.tsx";
import { Page } from "#ui/frame/page.tsx";
import { Failure, Skeleton } from "#ui/status/states.tsx";
import { Card } from "#ui/text/card.tsx";
import { AuditTab } from "./audit-tab.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { ExplainLine } from "./explain-line.tsx";
import { GraphTab } from "./graph-tab.tsx";
import { IoTab } from "./io-tab.tsx";
import { JournalTab } from "./journal-tab.tsx";
import { SagaHeader } from "./saga-header.tsx";
import { StepsTable } from "./steps-table.tsx";
import { TimelineTab } from "./timeline-tab.tsx";
import { useLiveSaga } from "./use-live-saga.ts";
import { useSagaUrl } from "./use-saga-url.ts";

/** One saga: who it is, why it is here, its picture, and everything behind it. */
export function SagaDetail({ id }: { readonly id: string }) {
  const found = useQuery(sagaQuery(id));
  const graph = useQuery({ ...sagaGraphQuery(id), enabled: found.data !== undefined });
  const { tab, spot, showTab, select } = useSagaUrl();
  useLiveSaga(id, found.data !== undefined);

  if (found.error instanceof EngineProblem && found.error.status === 404) return <NoSuchSaga id={id} />;
  if (found.isError && found.data === undefined)
    return (
      <Page title="Saga">
        <Failure error={found.error} retry={() => void found.refetch()} what="The saga" />
      </Page>
    );
  if (found.data === undefined) return <Skeleton label="the saga" rows={10} />;

  const saga = found.data;
  const tabs = [
    { name: "graph", title: "Graph" },
    { name: "timeline", title: "Timeline" },
    { name: "journal", title: "Journal", count: saga.revision },
    { name: "io", title: "Input and output" },
    { name: "audit", title: "Audit" },
  ] as const;

  return (
    <div className="mx-auto max-w-[1480px] space-y-4 px-4 py-5 lg:px-6">
      <SagaHeader saga={saga} />
      <ErrorSummary saga={saga} />
      <ExplainLine saga={saga} />
      <Card flush>
        <Tabs label="Views of the saga" onChange={showTab} tabs={tabs} value={tab}>
          {tab === "graph" && <GraphTab graph={graph} saga={saga} select={select} spot={spot} />}
          {tab === "timeline" && <TimelineTab saga={saga} />}
          {tab === "journal" && <JournalTab saga={saga} />}
          {tab === "io" && <IoTab saga={saga} />}
          {tab === "audit" && <AuditTab saga={saga} />}
        </Tabs>
      </Card>
      <StepsTable graph={graph.data} select={select} spot={spot} steps={saga.steps} way={wayOf(saga.steps, saga.phase)} />
    </div>
  );
}

function NoSuchSaga({ id }: { readonly id: string }) {
  return (
    <Page title="There is no such saga">
      <p className="break-all font-mono text-[12px]">{id}</p>
      <p className="mt-2">
        Ended sagas are removed after their retention.{" "}
        <Link className="text-accent underline" href="/sagas">
          All sagas
        </Link>
      </p>
    </Page>
  );
}
