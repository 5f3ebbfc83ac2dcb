import { StatisticsView } from "@skald/shared";
import { problems } from "../parts.ts";
import type { Route } from "../route.ts";
import { readWindow, Window } from "./read-window.ts";

const schema = {
  operationId: "getStatistics",
  tags: ["operations"],
  summary: "Counts, durations and failure hot spots",
  description: "Live counts now; starts, ends and durations within the window.",
  querystring: Window,
  response: { 200: StatisticsView, ...problems("REQUEST_INVALID", "NOT_READY") },
};

/** `GET /statistics` */
export const getStatistics: Route = (door) => ({
  method: "GET",
  url: "/api/v1/statistics",
  schema,
  handler: (request) => door.projection.statistics(readWindow(request.query)),
});
