import { DefinitionList, Type } from "@skald/shared";
import { summaryOf } from "../../definitions/summary-of.ts";
import { countRunning, type DocumentName, requireVersions } from "../../definitions/view-of-definition.ts";
import { Kind, Name, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "listVersions",
  tags: ["definitions"],
  summary: "Every version of a definition, newest first, with its live sagas",
  params: Type.Object({ namespace: Name, name: Name }),
  querystring: Kind,
  response: { 200: DefinitionList, ...problems("REQUEST_INVALID", "DEFINITION_NOT_FOUND", "NOT_READY") },
};

/** `GET /definitions/{namespace}/{name}/versions` */
export const listVersions: Route = (door) => ({
  method: "GET",
  url: "/api/v1/definitions/:namespace/:name/versions",
  schema,
  handler: async (request) => {
    const versions = await requireVersions(door, { ...(request.params as DocumentName), ...(request.query as Partial<DocumentName>) });
    const items = versions.map(async (one) => summaryOf(one, { versions: versions.length, running: await countRunning(door, one) }));

    return { items: await Promise.all(items), nextCursor: null } satisfies DefinitionList;
  },
});
