import { DefinitionView, Type } from "@skald/shared";
import { type DocumentName, requireVersion, requireVersions, viewOfDefinition } from "../../definitions/view-of-definition.ts";
import { Kind, Name, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const response = { 200: DefinitionView, ...problems("REQUEST_INVALID", "DEFINITION_NOT_FOUND", "NOT_READY") };

/** `GET /definitions/{namespace}/{name}` */
export const getDefinition: Route = (door) => ({
  method: "GET",
  url: "/api/v1/definitions/:namespace/:name",
  schema: {
    operationId: "getDefinition",
    tags: ["definitions"],
    summary: "The newest version of a definition",
    params: Type.Object({ namespace: Name, name: Name }),
    querystring: Kind,
    response,
  },
  handler: async (request) => {
    const [newest] = await requireVersions(door, { ...(request.params as DocumentName), ...(request.query as Partial<DocumentName>) });
    if (newest === undefined) throw new Error("A definition without a version.");

    return viewOfDefinition(door, newest);
  },
});

/** `GET /definitions/{namespace}/{name}/versions/{version}` */
export const getVersion: Route = (door) => ({
  method: "GET",
  url: "/api/v1/definitions/:namespace/:name/versions/:version",
  schema: {
    operationId: "getDefinitionVersion",
    tags: ["definitions"],
    summary: "One version: source, canonical form, machine, chart and warnings",
    params: Type.Object({ namespace: Name, name: Name, version: Name }),
    querystring: Kind,
    response,
  },
  handler: async (request) => {
    const { version, ...document } = request.params as DocumentName & { readonly version: string };

    return viewOfDefinition(door, await requireVersion(door, { ...document, ...(request.query as Partial<DocumentName>) }, version));
  },
});
