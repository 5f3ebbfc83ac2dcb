import { SagaView, Type } from "@skald/shared";
import { etagOf, requireSaga, viewOf } from "../../sagas/seen-saga.ts";
import { Name, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "getSaga",
  tags: ["sagas"],
  summary: "One saga",
  description: "`ETag` is the revision: the last journal entry of this read. With `If-None-Match` an unchanged saga answers 304.",
  params: Type.Object({ id: Name }),
  headers: Type.Object({ "if-none-match": Type.Optional(Type.String()) }),
  response: { 200: SagaView, ...problems("SAGA_NOT_FOUND", "NOT_READY") },
};

/** `GET /sagas/{id}` */
export const getSaga: Route = (door) => ({
  method: "GET",
  url: "/api/v1/sagas/:id",
  schema,
  handler: async (request, reply) => {
    const { id } = request.params as { readonly id: string };
    const seen = await requireSaga(door, id);
    const etag = etagOf(seen.saga.seq);

    reply.header("etag", etag);
    return request.headers["if-none-match"] === etag ? reply.code(304).send() : viewOf(seen);
  },
});
