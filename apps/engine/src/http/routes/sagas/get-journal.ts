import { JournalPage, Type } from "@skald/shared";
import type { StoredEntry } from "../../../ports/saga-host.ts";
import { maskedEntryData } from "../../sagas/masked-entry.ts";
import { requireSaga } from "../../sagas/seen-saga.ts";
import { Cursor, limitUpTo, Name, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "getJournal",
  tags: ["sagas"],
  summary: "The journal of a saga",
  description:
    "Entries in order, without a gap. `data` is exactly what was hashed, so anybody can check the chain. " +
    "`masked=true` hides the sensitive values of the input instead, for showing it: such a page proves nothing.",
  params: Type.Object({ id: Name }),
  querystring: Type.Object(
    { limit: limitUpTo(1000, 100), cursor: Cursor, masked: Type.Optional(Type.Boolean({ default: false })) },
    { additionalProperties: false },
  ),
  response: { 200: JournalPage, ...problems("REQUEST_INVALID", "CURSOR_INVALID", "SAGA_NOT_FOUND", "NOT_READY") },
};

/** `GET /sagas/{id}/journal` */
export const getJournal: Route = (door) => ({
  method: "GET",
  url: "/api/v1/sagas/:id/journal",
  schema,
  handler: async (request, reply) => {
    const { id } = request.params as { readonly id: string };
    const { limit, cursor, masked } = request.query as { readonly limit: number; readonly cursor?: string; readonly masked: boolean };
    const owner = ["journal", id];
    const after = cursor === undefined ? 0 : Number(door.cursors.read(owner, cursor));

    const seen = await requireSaga(door, id);
    const entries = await door.host.journal(id, after, limit + 1);
    const page = entries.slice(0, limit).map((entry) => (masked ? { ...entry, data: maskedEntryData(entry.data, seen) } : entry));
    const nextCursor = entries.length > limit ? door.cursors.write(owner, page.at(-1)?.seq ?? 0) : null;
    return reply.type("application/json; charset=utf-8").send(pageText(page, nextCursor));
  },
});

/** The data of an entry is canonical JSON already; parsing it would only risk its numbers. */
function pageText(entries: readonly StoredEntry[], nextCursor: string | null): string {
  const items = entries.map(
    ({ seq, at, type, data, hash }) => `{"seq":${seq},"at":"${at}","type":${JSON.stringify(type)},"data":${data},"hash":"${hash}"}`,
  );

  return `{"items":[${items.join(",")}],"nextCursor":${JSON.stringify(nextCursor)}}`;
}
