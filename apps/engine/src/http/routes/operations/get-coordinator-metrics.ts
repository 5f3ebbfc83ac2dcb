import { CoordinatorMetrics, isTerminal, SAGA_STATUSES, type StatisticsView } from "@skald/shared";
import { problems } from "../parts.ts";
import type { Route } from "../route.ts";
import { readWindow, Window } from "./read-window.ts";

const schema = {
  operationId: "getCoordinatorMetrics",
  tags: ["operations"],
  summary: "How the engine as a whole does, as JSON",
  description:
    "Totals by status, active sagas, success rate, mean duration and throughput; the figures of the statistics, all definitions together.",
  querystring: Window,
  response: { 200: CoordinatorMetrics, ...problems("REQUEST_INVALID", "NOT_READY") },
};

/** `GET /metrics/coordinator` */
export const getCoordinatorMetrics: Route = (door) => ({
  method: "GET",
  url: "/api/v1/metrics/coordinator",
  schema,
  handler: async (request) => metricsOf(await door.projection.statistics(readWindow(request.query))),
});

function metricsOf(statistics: StatisticsView): CoordinatorMetrics {
  const { asOf, windowMs, byStatus, started, ended, successRate, durationMs, endedPerMinute } = statistics;
  const live = SAGA_STATUSES.filter((status) => !isTerminal(status));

  return {
    asOf,
    windowMs,
    byStatus,
    active: live.reduce((sum, status) => sum + (byStatus[status] ?? 0), 0),
    started,
    ended,
    successRate,
    meanDurationMs: durationMs.mean,
    throughput: { startedPerMinute: (started * 60_000) / windowMs, endedPerMinute },
  };
}
