import { LIVE_SCHEMA } from "@skald/dsl";
import { type JsonObject, ServiceView, type TSchema, Type } from "@skald/shared";
import { prepareLive } from "../../definitions/prepare-live.ts";
import { requireService } from "../../definitions/view-of-service.ts";
import { actorOf } from "../../guard/actor.ts";
import { Actor, Name, Namespace, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "setLiveValues",
  tags: ["services"],
  summary: "Set the live values of a service",
  description:
    "What is named stands above the document's own value, whatever its version, until the next PUT; what is not named is the document's. Operations change by a new version only. Every replica obeys within about a second, the one that answers at once.",
  params: Type.Object({ name: Name }),
  querystring: Namespace,
  headers: Type.Object({ "x-skald-actor": Actor }),
  body: LIVE_SCHEMA as TSchema,
  response: {
    200: ServiceView,
    ...problems("REQUEST_INVALID", "JSON_INVALID", "SERVICE_NOT_FOUND", "DOCUMENT_INVALID", "NOT_YET_RUNNABLE", "NOT_READY"),
  },
};

/** `PUT /services/{name}` */
export const putService: Route = (door) => ({
  method: "PUT",
  url: "/api/v1/services/:name",
  schema,
  handler: async (request) => {
    const { name } = request.params as { readonly name: string };
    const { namespace } = request.query as { readonly namespace: string };
    const body = request.body as JsonObject;
    const { version } = await requireService(door, namespace, name);
    const stored = await door.definitions.find("service", namespace, name, version);
    if (stored === null) throw new Error(`The service "${namespace}/${name}@${version}" is listed and not found.`);

    await door.definitions.setLiveValues(`${namespace}/${name}`, prepareLive(stored, body));
    const told = { service: `${namespace}/${name}`, values: Object.keys(body), actor: actorOf(request) };
    door.telemetry.log("info", "Live values of a service were set by hand.", told);
    return requireService(door, namespace, name);
  },
});
