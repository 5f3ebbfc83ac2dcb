import { AuditList, Type } from "@skald/shared";
import { Cursor, limitUpTo, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const OWNER = "audit";

const schema = {
  operationId: "listAudit",
  tags: ["operations"],
  summary: "Who commanded what, why, and what came of it",
  querystring: Type.Object({ limit: limitUpTo(500, 50), cursor: Cursor }, { additionalProperties: false }),
  response: { 200: AuditList, ...problems("REQUEST_INVALID", "CURSOR_INVALID", "NOT_READY") },
};

/** `GET /audit` */
export const listAudit: Route = (door) => ({
  method: "GET",
  url: "/api/v1/audit",
  schema,
  handler: async (request) => {
    const { limit, cursor } = request.query as { readonly limit: number; readonly cursor?: string };
    const after = cursor === undefined ? null : String(door.cursors.read(OWNER, cursor));

    const found = await door.projection.audit(after, limit + 1);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const nextCursor = found.length > limit && last !== undefined ? door.cursors.write(OWNER, last.commandId) : null;
    return { items, nextCursor } satisfies AuditList;
  },
});
