import { DiffView, Type } from "@skald/shared";
import { diffStored } from "../../definitions/diff.ts";
import { type DocumentName, requireVersion } from "../../definitions/view-of-definition.ts";
import { Kind, Name, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "diffVersions",
  tags: ["definitions"],
  summary: "What differs between two versions: the text and the chart",
  description: "Each difference is one sentence with its state; a warning takes a way back: an undo that is lost, a pivot that moved.",
  params: Type.Object({ namespace: Name, name: Name }),
  querystring: Type.Object({ from: Name, to: Name, ...Kind.properties }, { additionalProperties: false }),
  response: { 200: DiffView, ...problems("REQUEST_INVALID", "DEFINITION_NOT_FOUND", "NOT_READY") },
};

/** `GET /definitions/{namespace}/{name}/diff` */
export const diffVersions: Route = (door) => ({
  method: "GET",
  url: "/api/v1/definitions/:namespace/:name/diff",
  schema,
  handler: async (request) => {
    const { from, to, ...kind } = request.query as { readonly from: string; readonly to: string } & Pick<DocumentName, "kind">;
    const document = { ...(request.params as DocumentName), ...kind };
    const [before, after] = await Promise.all([requireVersion(door, document, from), requireVersion(door, document, to)]);

    return diffStored(door.definitions, before, after);
  },
});
