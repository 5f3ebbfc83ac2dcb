import { SAGA_SCHEMA, SERVICE_SCHEMA, TEST_SCHEMA } from "@skald/dsl";
import type { Route } from "../route.ts";

const schema = (operationId: string, summary: string): object => ({
  operationId,
  tags: ["documentation"],
  summary,
  response: {
    200: { description: "A JSON Schema (draft 2020-12).", content: { "application/schema+json": { schema: { type: "object" } } } },
  },
});

/** `GET /schemas/saga.schema.json` */
export const getSagaSchema: Route = () => ({
  method: "GET",
  url: "/schemas/saga.schema.json",
  schema: schema("getSagaSchema", "JSON Schema of documents of kind saga, for editors"),
  handler: async (_request, reply) => reply.type("application/schema+json").send(SAGA_SCHEMA),
});

/** `GET /schemas/service.schema.json` */
export const getServiceSchema: Route = () => ({
  method: "GET",
  url: "/schemas/service.schema.json",
  schema: schema("getServiceSchema", "JSON Schema of documents of kind service, for editors"),
  handler: async (_request, reply) => reply.type("application/schema+json").send(SERVICE_SCHEMA),
});

/** `GET /schemas/test.schema.json` */
export const getTestSchema: Route = () => ({
  method: "GET",
  url: "/schemas/test.schema.json",
  schema: schema("getTestSchema", "JSON Schema of test files that stand beside a saga, for editors"),
  handler: async (_request, reply) => reply.type("application/schema+json").send(TEST_SCHEMA),
});
