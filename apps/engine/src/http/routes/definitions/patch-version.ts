import { DefinitionPatch, DefinitionSummary, Type } from "@skald/shared";
import { summaryOf } from "../../definitions/summary-of.ts";
import { countRunning, type DocumentName, requireVersion } from "../../definitions/view-of-definition.ts";
import { Name, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "patchVersion",
  tags: ["definitions"],
  summary: "Let a version be started, or not",
  description: "Running sagas are not touched: they end on the version they began with.",
  params: Type.Object({ namespace: Name, name: Name, version: Name }),
  body: DefinitionPatch,
  response: { 200: DefinitionSummary, ...problems("REQUEST_INVALID", "DEFINITION_NOT_FOUND", "NOT_READY") },
};

/** `PATCH /definitions/{namespace}/{name}/versions/{version}` */
export const patchVersion: Route = (door) => ({
  method: "PATCH",
  url: "/api/v1/definitions/:namespace/:name/versions/:version",
  schema,
  handler: async (request) => {
    const { version, ...document } = request.params as DocumentName & { readonly version: string };
    const { state } = request.body as DefinitionPatch;
    const stored = await requireVersion(door, document, version);

    await door.definitions.setState(stored.namespace, stored.name, version, state);
    return summaryOf({ ...stored, state }, { versions: 1, running: await countRunning(door, stored) }) satisfies DefinitionSummary;
  },
});
