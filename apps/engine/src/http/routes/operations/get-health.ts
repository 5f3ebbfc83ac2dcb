import { HealthView, ReadyView, Type } from "@skald/shared";
import type { Door } from "../../edge.ts";
import type { Route } from "../route.ts";

/** `GET /health` */
export const getHealth: Route = (door) => ({
  method: "GET",
  url: "/health",
  schema: { operationId: "getHealth", tags: ["health"], summary: "The process", response: { 200: HealthView } },
  handler: async () => ({ status: "up", version: door.settings.version, uptimeSeconds: uptimeSecondsOf(door) }) satisfies HealthView,
});

/** `GET /health/live` */
export const getLive: Route = () => ({
  method: "GET",
  url: "/health/live",
  schema: {
    operationId: "getLive",
    tags: ["health"],
    summary: "Whether the process answers",
    response: { 200: Type.Object({ status: Type.Literal("up") }) },
  },
  handler: async () => ({ status: "up" }),
});

/** `GET /health/ready` */
export const getReady: Route = (door) => ({
  method: "GET",
  url: "/health/ready",
  schema: {
    operationId: "getReady",
    tags: ["health"],
    summary: "Whether due work progresses",
    description: "503 with the reasons when timers, commits or the database do not progress.",
    response: { 200: ReadyView, 503: ReadyView },
  },
  handler: async (_request, reply) => {
    const { ready, reasons } = await door.progress.check();

    return reply.code(ready ? 200 : 503).send({ ready, reasons: [...reasons] } satisfies ReadyView);
  },
});

/** Seconds since the edge was opened, with three digits. */
export function uptimeSecondsOf({ clock, startedMs }: Pick<Door, "clock" | "startedMs">): number {
  return Math.round(clock.monotonicMs() - startedMs) / 1000;
}
