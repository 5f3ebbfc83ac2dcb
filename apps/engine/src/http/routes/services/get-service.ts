import { ServiceView, Type } from "@skald/shared";
import { requireService } from "../../definitions/view-of-service.ts";
import { Name, Namespace, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "getService",
  tags: ["services"],
  summary: "One service of the catalogue",
  params: Type.Object({ name: Name }),
  querystring: Namespace,
  response: { 200: ServiceView, ...problems("REQUEST_INVALID", "SERVICE_NOT_FOUND", "NOT_READY") },
};

/** `GET /services/{name}` */
export const getService: Route = (door) => ({
  method: "GET",
  url: "/api/v1/services/:name",
  schema,
  handler: async (request) => {
    const { name } = request.params as { readonly name: string };
    const { namespace } = request.query as { readonly namespace: string };

    return requireService(door, namespace, name);
  },
});
