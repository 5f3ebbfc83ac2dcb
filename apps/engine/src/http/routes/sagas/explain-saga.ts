import { explain } from "@skald/kernel";
import { ExplainView, Type } from "@skald/shared";
import { requireSaga } from "../../sagas/seen-saga.ts";
import { Name, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "explainSaga",
  tags: ["sagas"],
  summary: "Why a saga is where it is, and what moves it next",
  params: Type.Object({ id: Name }),
  response: { 200: ExplainView, ...problems("SAGA_NOT_FOUND", "NOT_READY") },
};

/** `GET /sagas/{id}/explain` */
export const explainSaga: Route = (door) => ({
  method: "GET",
  url: "/api/v1/sagas/:id/explain",
  schema,
  handler: async (request) => {
    const { id } = request.params as { readonly id: string };
    const { saga, definition } = await requireSaga(door, id);

    return explain(saga, definition);
  },
});
