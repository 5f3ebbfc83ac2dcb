import { ServiceList } from "@skald/shared";
import { viewServices } from "../../definitions/view-of-service.ts";
import { problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "listServices",
  tags: ["services"],
  summary: "The catalogue with live health, breakers and limits",
  response: { 200: ServiceList, ...problems("NOT_READY") },
};

/** `GET /services` */
export const listServices: Route = (door) => ({
  method: "GET",
  url: "/api/v1/services",
  schema,
  handler: async () => ({ items: [...(await viewServices(door))] }) satisfies ServiceList,
});
