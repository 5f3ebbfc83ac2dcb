import type { StatisticsView } from "@skald/shared";
import type { Connection, Row } from "./connection.ts";
import { countLiveSagas, type LiveCount } from "./queries/count-live-sagas.ts";
import { countSeries } from "./queries/count-series.ts";
import { findHotSpots } from "./queries/find-hot-spots.ts";
import { measureEndedSagas } from "./queries/measure-ended-sagas.ts";
import { instantFrom } from "./rows.ts";

const SLICES = 60;
const HOT_SPOTS = 20;

/** Live counts now, and what ended within the window. `byStatus` counts ended sagas of the window only. */
export async function readStatistics(db: Connection, windowMs: number): Promise<StatisticsView> {
  const [live, ended, series, hotSpots] = await Promise.all([
    countLiveSagas(db),
    measureEndedSagas(db, windowMs),
    countSeries(db, windowMs, SLICES),
    findHotSpots(db, windowMs, HOT_SPOTS),
  ]);
  const all = ended.find((row) => row["definition_hash"] === null) ?? {};

  return {
    asOf: instantFrom(series[0]?.["as_of"]),
    windowMs,
    byStatus: statusCounts(live, all),
    started: series.reduce((sum, slice) => sum + slice["started"], 0),
    ended: all["ended"] ?? 0,
    endedPerMinute: ((all["ended"] ?? 0) * 60_000) / windowMs,
    compensationRate: shareOf(all, "compensated"),
    successRate: shareOf(all, "completed"),
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
    definitions: definitionFigures(live, ended),
    series: series.map((row) => ({
      at: instantFrom(row["at"]),
      started: row["started"],
      completed: row["completed"],
      compensated: row["compensated"],
    })),
  };
}

function statusCounts(live: readonly LiveCount[], all: Row): Record<string, number> {
  const counts: Record<string, number> = { running: 0, waiting: 0, paused: 0, compensating: 0, suspended: 0 };
  for (const { status, sagas } of live) counts[status] = (counts[status] ?? 0) + sagas;
  for (const status of ["completed", "compensated", "failed", "terminated"]) counts[status] = all[status] ?? 0;

  return counts;
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
  return (row["ended"] ?? 0) === 0 ? null : row[status] / row["ended"];
}

function durationOf(row: Row): StatisticsView["durationMs"] {
  const [p50 = null, p95 = null, p99 = null] = (row["percentiles_ms"] ?? []) as readonly number[];

  return { p50, p95, p99, mean: row["mean_ms"] ?? null };
}
