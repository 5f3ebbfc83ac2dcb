import { SAGA_STATUSES, type StatisticsView } from "@skald/shared";
import type { Connection, Row } from "./connection.ts";
import { countEndedSagas } from "./queries/statistics/count-ended-sagas.ts";
import { countLiveSagas, type LiveCount } from "./queries/statistics/count-live-sagas.ts";
import { countSeries } from "./queries/statistics/count-series.ts";
import { findHotSpots } from "./queries/statistics/find-hot-spots.ts";
import { measureEndedSagas } from "./queries/statistics/measure-ended-sagas.ts";
import { instantFrom } from "./rows.ts";

const SLICES = 60;
const HOT_SPOTS = 20;
/** Durations, steps and figures per definition come from so many sagas that ended last in each namespace. */
const MEASURED_MAX = 20_000;

/**
 * Live counts now, and what ended within the window; `byStatus` counts ended sagas of the window only.
 * Counts are exact, but for those per definition in a window with more than 20,000 ends in a namespace.
 */
export async function readStatistics(db: Connection, windowMs: number): Promise<StatisticsView> {
  const [live, counts, measured, series, hotSpots] = await Promise.all([
    countLiveSagas(db),
    countEndedSagas(db, windowMs),
    measureEndedSagas(db, windowMs, MEASURED_MAX),
    countSeries(db, windowMs, SLICES),
    findHotSpots(db, windowMs, HOT_SPOTS),
  ]);
  const all = measured.find((row) => row["definition_hash"] === null) ?? {};
  const ended = Object.values(counts).reduce((sum, sagas) => sum + sagas, 0);

  return {
    asOf: instantFrom(series[0]?.["as_of"]),
    windowMs,
    byStatus: statusCounts(live, counts),
    started: series.reduce((sum, slice) => sum + slice["started"], 0),
    ended,
    endedPerMinute: (ended * 60_000) / windowMs,
    compensationRate: shareOf({ ...counts, ended }, "compensated"),
    successRate: shareOf({ ...counts, ended }, "completed"),
    stepCompletionRate: all["step_completion_rate"] ?? null,
    meanSteps: all["mean_steps"] ?? null,
    durationMs: durationOf(all),
    hotSpots: hotSpots.map((row) => ({
      definition: row["definition"],
      state: row["state"],
      type: row["type"],
      count: row["sagas"],
      firstSeen: instantFrom(row["first_seen"]),
    })),
    definitions: definitionFigures(live, measured),
    series: series.map((row) => ({
      at: instantFrom(row["at"]),
      started: row["started"],
      completed: row["completed"],
      compensated: row["compensated"],
    })),
  };
}

function statusCounts(live: readonly LiveCount[], ended: Readonly<Record<string, number>>): Record<string, number> {
  const counts: Record<string, number> = Object.fromEntries(SAGA_STATUSES.map((status) => [status, 0]));
  for (const { status, sagas } of live) counts[status] = (counts[status] ?? 0) + sagas;

  return { ...counts, ...ended };
}

function definitionFigures(live: readonly LiveCount[], ended: readonly Row[]): StatisticsView["definitions"] {
  const running = Map.groupBy(live, (count) => count.hash);
  const figures = new Map(ended.flatMap((row) => (row["definition"] === null ? [] : [[String(row["definition_hash"]), row] as const])));
  const names = new Map<string, { readonly definition: string; readonly version: string }>();
  for (const count of live) names.set(count.hash, count);
  for (const [hash, row] of figures) names.set(hash, { definition: row["definition"], version: row["version"] });

  return [...names].map(([hash, { definition, version }]) => {
    const row = figures.get(hash) ?? {};
    return {
      definition,
      version,
      running: (running.get(hash) ?? []).reduce((sum, count) => sum + count.sagas, 0),
      ended: row["ended"] ?? 0,
      successRate: shareOf(row, "completed"),
      compensationRate: shareOf(row, "compensated"),
      durationMs: durationOf(row),
    };
  });
}

function shareOf(row: Row, status: string): number | null {
  return (row["ended"] ?? 0) === 0 ? null : (row[status] ?? 0) / row["ended"];
}

function durationOf(row: Row): StatisticsView["durationMs"] {
  const [p50 = null, p95 = null, p99 = null] = (row["percentiles_ms"] ?? []) as readonly number[];

  return { p50, p95, p99, mean: row["mean_ms"] ?? null };
}
