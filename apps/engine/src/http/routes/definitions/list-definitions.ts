import { DefinitionList, type DefinitionSummary, Type } from "@skald/shared";
import type { StoredDefinition } from "../../../ports/definitions.ts";
import { summaryOf } from "../../definitions/summary-of.ts";
import { Cursor, limitUpTo, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "listDefinitions",
  tags: ["definitions"],
  summary: "Every definition, its newest version in front",
  querystring: Type.Object(
    { kind: Type.Optional(Type.Enum(["saga", "service"])), limit: limitUpTo(500, 100), cursor: Cursor },
    { additionalProperties: false },
  ),
  response: { 200: DefinitionList, ...problems("REQUEST_INVALID", "CURSOR_INVALID", "NOT_READY") },
};

/** `GET /definitions` */
export const listDefinitions: Route = (door) => ({
  method: "GET",
  url: "/api/v1/definitions",
  schema,
  handler: async (request) => {
    const query = request.query as { readonly kind?: DefinitionSummary["kind"]; readonly limit: number; readonly cursor?: string };
    const { kind = null, limit, cursor } = query;
    const owner = ["definitions", kind];
    const after = cursor === undefined ? "" : String(door.cursors.read(owner, cursor));

    const sorted = (await door.definitions.list(kind)).toSorted((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1));
    const rest = sorted.filter((one) => orderOf(one) > after);
    const page = rest.slice(0, limit);
    const running = await door.projection.runningByDefinition();
    const items = page.map(async (one) => {
      const versions = await door.definitions.versions(one.namespace, one.name, one.kind);
      const live = one.kind === "saga" ? (running[`${one.namespace}/${one.name}`] ?? 0) : 0;
      return summaryOf(one, { versions: versions.length, running: live });
    });
    const last = page.at(-1);
    const nextCursor = rest.length > limit && last !== undefined ? door.cursors.write(owner, orderOf(last)) : null;
    return { items: await Promise.all(items), nextCursor } satisfies DefinitionList;
  },
});

function orderOf({ namespace, name, kind }: StoredDefinition): string {
  return `${namespace}/${name} ${kind}`;
}
