import { BreakerRequest, ServiceView, Type } from "@skald/shared";
import { requireService } from "../../definitions/view-of-service.ts";
import { actorOf } from "../../guard/actor.ts";
import { Actor, Name, Namespace, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "setBreaker",
  tags: ["services"],
  summary: "Open or close the breaker of a service by hand",
  description: "`auto` lets the breaker decide for itself again. Every replica obeys within about a second.",
  params: Type.Object({ name: Name }),
  querystring: Namespace,
  headers: Type.Object({ "x-skald-actor": Actor }),
  body: BreakerRequest,
  response: { 200: ServiceView, ...problems("REQUEST_INVALID", "SERVICE_NOT_FOUND", "NOT_READY") },
};

/** `POST /services/{name}/breaker` */
export const postBreaker: Route = (door) => ({
  method: "POST",
  url: "/api/v1/services/:name/breaker",
  schema,
  handler: async (request) => {
    const { name } = request.params as { readonly name: string };
    const { namespace } = request.query as { readonly namespace: string };
    const { state, reason } = request.body as BreakerRequest;
    const actor = actorOf(request);
    await requireService(door, namespace, name);

    await door.definitions.setBreakerOverride(`${namespace}/${name}`, state === "auto" ? null : { state, reason: `${reason} (${actor})` });
    door.telemetry.log("info", "A breaker was set by hand.", { service: `${namespace}/${name}`, state, reason, actor });
    return requireService(door, namespace, name);
  },
});
