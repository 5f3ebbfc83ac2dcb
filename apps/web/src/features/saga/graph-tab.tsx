"use client";

import type { GraphView, SagaView } from "@skald/shared";
import type { UseQueryResult } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import type { Spot } from "#graph/layout/move-focus.ts";
import { SagaGraph } from "#graph/saga-graph.tsx";
import { useCommandDesk } from "#lib/command-desk.tsx";
import { formatClock } from "#lib/time.ts";
import { useToasts } from "#lib/toasts.tsx";
import { Failure, Skeleton } from "#ui/status/states.tsx";
import { StepPanel } from "./step-panel.tsx";
import { STEPS_ID } from "./steps-table.tsx";

interface GraphTabProps {
  readonly saga: SagaView;
  readonly graph: UseQueryResult<GraphView>;
  readonly spot: Spot | null;
  readonly select: (spot: Spot | null) => void;
}

/** The picture, and beside it what is selected in it. */
export function GraphTab({ saga, graph, spot, select }: GraphTabProps) {
  const desk = useCommandDesk();
  const { show } = useToasts();
  const panel = useRef<HTMLDivElement>(null);
  const { requested } = desk;
  const note = useMemo(() => {
    if (requested?.state == null || saga.revision > requested.revision + 1) return null;
    return {
      spot: { state: requested.state, lane: requested.lane ?? "action" },
      text: `requested by you, ${formatClock(new Date(requested.atMs).toISOString(), requested.atMs)}`,
    } as const;
  }, [requested, saga.revision]);

  const choose = (next: Spot): void => {
    select(next);
    // On small screens the panel opens below the picture, out of sight.
    requestAnimationFrame(() => panel.current?.scrollIntoView({ block: "nearest" }));
  };

  if (graph.isError) return <Failure error={graph.error} retry={() => void graph.refetch()} what="The chart" />;
  if (graph.data === undefined) return <Skeleton label="the chart" rows={6} />;

  const command = (type: "retry" | "compensate", at: Spot): void => {
    const rule = saga.allowedCommands.find((each) => each.type === type);
    if (rule?.allowed === true) desk.open({ type, state: rule.state, lane: rule.lane });
    else
      show({
        text: `${type === "retry" ? "Retry" : "Compensate"} is not possible for “${at.state}” now: ${rule?.why ?? "the engine does not allow it"}`,
        tone: "bad",
      });
  };

  return (
    <div className={spot === null ? "" : "grid xl:grid-cols-[minmax(0,1fr)_24rem]"}>
      <div className="min-w-0">
        <SagaGraph
          graph={graph.data}
          note={note}
          onCommand={command}
          onSelect={choose}
          phase={saga.phase}
          selected={spot}
          steps={saga.steps}
          stepsId={STEPS_ID}
        />
        <p className="px-4 py-3 text-[13px] text-muted sm:hidden">The picture needs a wider screen. The steps below say the same.</p>
      </div>
      {spot !== null && (
        <div ref={panel}>
          <StepPanel close={() => select(null)} node={graph.data.nodes.find((node) => node.state === spot.state)} saga={saga} spot={spot} />
        </div>
      )}
    </div>
  );
}
