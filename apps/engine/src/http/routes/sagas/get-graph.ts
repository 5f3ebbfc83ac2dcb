import { SagaGraphView, Type } from "@skald/shared";
import { requireSaga, viewOf } from "../../sagas/seen-saga.ts";
import { Name, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "getSagaGraph",
  tags: ["sagas"],
  summary: "The chart of a saga with its live steps",
  description: "The chart is that of the pinned version and never changes; steps, status and revision do.",
  params: Type.Object({ id: Name }),
  response: { 200: SagaGraphView, ...problems("SAGA_NOT_FOUND", "NOT_READY") },
};

/** `GET /sagas/{id}/graph` */
export const getGraph: Route = (door) => ({
  method: "GET",
  url: "/api/v1/sagas/:id/graph",
  schema,
  handler: async (request) => {
    const { id } = request.params as { readonly id: string };
    const seen = await requireSaga(door, id);

    const { id: sagaId, definition, version, status, phase, attention, revision, current, steps } = viewOf(seen);
    return {
      ...seen.definition.graph,
      sagaId,
      definition,
      version,
      status,
      phase,
      attention,
      revision,
      current,
      steps,
    } satisfies SagaGraphView;
  },
});
