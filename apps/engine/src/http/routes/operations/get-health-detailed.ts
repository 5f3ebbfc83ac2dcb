import { HealthDetailed, type ServiceView } from "@skald/shared";
import { viewServices } from "../../definitions/view-of-service.ts";
import type { Door } from "../../edge.ts";
import { isAway } from "../../problem/is-away.ts";
import type { Route } from "../route.ts";
import { uptimeSecondsOf } from "./get-health.ts";

type Component = HealthDetailed["components"][number];

const schema = {
  operationId: "getHealthDetailed",
  tags: ["health"],
  summary: "Database, commits, timers and every service",
  description: "Answers without the database too: then `services` is empty and the components say why.",
  response: { 200: HealthDetailed },
};

/** `GET /health/detailed` */
export const getHealthDetailed: Route = (door) => ({
  method: "GET",
  url: "/health/detailed",
  schema,
  handler: async () => {
    const [{ ready, reasons, components }, services] = await Promise.all([door.progress.check(), viewServicesIfThere(door)]);

    return {
      status: worstOf(components, ready),
      version: door.settings.version,
      uptimeSeconds: uptimeSecondsOf(door),
      at: new Date(door.clock.nowMs()).toISOString(),
      ready,
      reasons: [...reasons],
      components: [...components],
      services: [...services],
      capabilities: [...door.host.capabilities].sort(),
    } satisfies HealthDetailed;
  },
});

/** Without its database the engine cannot list services, but it must say what is wrong all the more. */
async function viewServicesIfThere(door: Door): Promise<readonly ServiceView[]> {
  try {
    return await viewServices(door);
  } catch (error) {
    if (isAway(error)) return [];
    throw error;
  }
}

function worstOf(components: readonly Component[], ready: boolean): Component["status"] {
  if (!ready || components.some(({ status }) => status === "down")) return "down";

  return components.some(({ status }) => status === "degraded") ? "degraded" : "up";
}
