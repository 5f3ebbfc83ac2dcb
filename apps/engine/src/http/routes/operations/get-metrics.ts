import type { Route } from "../route.ts";

/** `GET /metrics` */
export const getMetrics: Route = (door) => ({
  method: "GET",
  url: "/metrics",
  schema: {
    operationId: "getMetrics",
    tags: ["operations"],
    summary: "Metrics for Prometheus",
    response: { 200: { description: "The text format of Prometheus.", content: { "text/plain": { schema: { type: "string" } } } } },
  },
  handler: async (_request, reply) => {
    const { type, text } = (await door.metrics?.()) ?? { type: "text/plain; charset=utf-8", text: "# This engine collects no metrics.\n" };

    return reply.type(type).send(text);
  },
});
