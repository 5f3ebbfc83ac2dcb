import { type Json, SagaList, Type } from "@skald/shared";
import type { SagaCursor } from "../../../ports/projection.ts";
import { FILTER_PARAMETERS, LABEL_PARAMETERS, readFilter } from "../../sagas/read-filter.ts";
import { Cursor, limitUpTo, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "listSagas",
  tags: ["sagas"],
  summary: "Find sagas",
  description:
    "Filters are joined by and; `label.<name>=` finds an exact label. Rows are at most 2 s older than `asOf`. A cursor belongs to its filters.",
  querystring: Type.Object({ ...FILTER_PARAMETERS, limit: limitUpTo(500, 50), cursor: Cursor }, LABEL_PARAMETERS),
  response: { 200: SagaList, ...problems("REQUEST_INVALID", "CURSOR_INVALID", "NOT_READY") },
};

/** `GET /sagas` */
export const listSagas: Route = (door) => ({
  method: "GET",
  url: "/api/v1/sagas",
  schema,
  handler: async (request) => {
    const { limit, cursor, ...query } = request.query as { readonly limit: number; readonly cursor?: string };
    const filter = readFilter(query);
    const owner = ["sagas", filter] as unknown as Json;
    const after = cursor === undefined ? null : (door.cursors.read(owner, cursor) as unknown as SagaCursor);

    const found = await door.projection.list(filter, after, limit + 1);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const nextCursor =
      found.length > limit && last !== undefined ? door.cursors.write(owner, { startedAt: last.startedAt, id: last.id }) : null;
    return { items, nextCursor, asOf: new Date(door.clock.nowMs()).toISOString() } satisfies SagaList;
  },
});
