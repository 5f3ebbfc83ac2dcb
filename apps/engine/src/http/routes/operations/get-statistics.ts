import { ProblemError, parseDuration, StatisticsView, Type } from "@skald/shared";
import { problems } from "../parts.ts";
import type { Route } from "../route.ts";

const WINDOW_MIN_MS = 60_000;
const WINDOW_MAX_MS = 30 * 86_400_000;

const schema = {
  operationId: "getStatistics",
  tags: ["operations"],
  summary: "Counts, durations and failure hot spots",
  description: "Live counts now; starts, ends and durations within the window.",
  querystring: Type.Object(
    { window: Type.Optional(Type.String({ default: "1h", description: "A duration from 1m to 30d." })) },
    { additionalProperties: false },
  ),
  response: { 200: StatisticsView, ...problems("REQUEST_INVALID", "NOT_READY") },
};

/** `GET /statistics` */
export const getStatistics: Route = (door) => ({
  method: "GET",
  url: "/api/v1/statistics",
  schema,
  handler: async (request) => {
    const { window } = request.query as { readonly window: string };
    const windowMs = parseDuration(window);
    if (windowMs === undefined || windowMs < WINDOW_MIN_MS || windowMs > WINDOW_MAX_MS)
      throw new ProblemError("REQUEST_INVALID", `"${window}" is no duration from 1m to 30d.`, {
        errors: [{ code: "REQUEST_INVALID", message: "must be a duration from 1m to 30d", at: "query/window" }],
      });

    return door.projection.statistics(windowMs);
  },
});
