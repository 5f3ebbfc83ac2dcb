"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { statisticsQuery } from "#lib/queries.ts";
import { Page } from "#ui/frame/page.tsx";
import { Failure, Skeleton } from "#ui/status/states.tsx";
import { ActivityChart } from "./activity-chart.tsx";
import { DefinitionNumbers } from "./definition-numbers.tsx";
import { FailingSteps } from "./failing-steps.tsx";
import { LiveStrip } from "./live-strip.tsx";
import { NeedsAPerson } from "./needs-a-person.tsx";
import { RecentActions } from "./recent-actions.tsx";
import { useLiveOverview } from "./use-live-overview.ts";

const WINDOWS = ["15m", "1h", "24h"] as const;

/** What needs a person now, and how the rest is doing. */
export function Overview() {
  const [window, setWindow] = useQueryState("window", parseAsStringLiteral(WINDOWS).withDefault("1h"));
  const statistics = useQuery(statisticsQuery(window));
  useLiveOverview();

  return (
    <Page
      aside={
        <label className="flex items-center gap-2 text-[13px] text-muted">
          Window
          <select
            className="rounded-md border border-line-strong bg-surface px-2 py-1 text-text"
            onChange={(event) => void setWindow(event.target.value as (typeof WINDOWS)[number])}
            value={window}
          >
            {WINDOWS.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
      }
      title="Overview"
    >
      <NeedsAPerson />
      {statistics.isError && statistics.data === undefined && (
        <Failure error={statistics.error} retry={() => void statistics.refetch()} what="The statistics" />
      )}
      {statistics.data === undefined && !statistics.isError && <Skeleton label="statistics" />}
      {statistics.data !== undefined && (
        <>
          <LiveStrip statistics={statistics.data} />
          <div className="grid gap-4 xl:grid-cols-2">
            <ActivityChart statistics={statistics.data} window={window} />
            <FailingSteps statistics={statistics.data} />
          </div>
          <DefinitionNumbers statistics={statistics.data} />
        </>
      )}
      <RecentActions />
    </Page>
  );
}
