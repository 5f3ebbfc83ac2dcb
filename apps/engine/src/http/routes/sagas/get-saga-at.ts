import { ProblemError, SagaView, Type } from "@skald/shared";
import { requireSaga, viewOf } from "../../sagas/seen-saga.ts";
import { Name, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "getSagaAt",
  tags: ["sagas"],
  summary: "A saga as it was at an entry of its journal",
  params: Type.Object({ id: Name, seq: Type.String({ pattern: "^[1-9]\\d{0,8}$" }) }),
  response: { 200: SagaView, ...problems("REQUEST_INVALID", "SAGA_NOT_FOUND", "NOT_READY") },
};

/** `GET /sagas/{id}/at/{seq}` */
export const getSagaAt: Route = (door) => ({
  method: "GET",
  url: "/api/v1/sagas/:id/at/:seq",
  schema,
  handler: async (request) => {
    const { id, seq } = request.params as { readonly id: string; readonly seq: string };
    const now = await requireSaga(door, id);
    if (Number(seq) > now.saga.seq)
      throw new ProblemError("SAGA_NOT_FOUND", `The journal of saga "${id}" ends at ${now.saga.seq}; there is no entry ${seq}.`);

    return viewOf(await requireSaga(door, id, Number(seq)));
  },
});
