import { HealthDetailed } from "@skald/shared";
import { viewServices } from "../../definitions/view-of-service.ts";
import { problems } from "../parts.ts";
import type { Route } from "../route.ts";
import { uptimeSecondsOf } from "./get-health.ts";

type Component = HealthDetailed["components"][number];

const schema = {
  operationId: "getHealthDetailed",
  tags: ["health"],
  summary: "Database, commits, timers and every service",
  response: { 200: HealthDetailed, ...problems("NOT_READY") },
};

/** `GET /health/detailed` */
export const getHealthDetailed: Route = (door) => ({
  method: "GET",
  url: "/health/detailed",
  schema,
  handler: async () => {
    const [{ ready, reasons, components }, services] = await Promise.all([door.progress.check(), viewServices(door)]);

    return {
      status: worstOf(components, ready),
      version: door.settings.version,
      uptimeSeconds: uptimeSecondsOf(door),
      at: new Date(door.clock.nowMs()).toISOString(),
      ready,
      reasons: [...reasons],
      components: [...components],
      services: [...services],
    } satisfies HealthDetailed;
  },
});

function worstOf(components: readonly Component[], ready: boolean): Component["status"] {
  if (!ready || components.some(({ status }) => status === "down")) return "down";

  return components.some(({ status }) => status === "degraded") ? "degraded" : "up";
}
