import { SagaView, StartRequest, Type } from "@skald/shared";
import { goneSignal } from "../../guard/gone-signal.ts";
import { traceIdOf } from "../../guard/headers.ts";
import { etagOf, viewOf } from "../../sagas/seen-saga.ts";
import { startOne } from "../../sagas/start-one.ts";
import { waitForRest, waitMsOf } from "../../sagas/wait-for-rest.ts";
import { IdempotencyKey, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "startSaga",
  tags: ["sagas"],
  summary: "Start a saga",
  description:
    "Answers 201 when the start is durable, with the saga. With an Idempotency-Key that came before the same saga answers 200. " +
    "Then the definition's own idempotency key is looked at. `wait` holds the answer until the saga has ended or needs a person.",
  headers: Type.Object({ "idempotency-key": Type.Optional(IdempotencyKey) }),
  querystring: Type.Object(
    { wait: Type.Optional(Type.String({ description: "A duration up to 60s.", examples: ["10s"] })) },
    { additionalProperties: false },
  ),
  body: StartRequest,
  response: {
    201: SagaView,
    200: SagaView,
    ...problems(
      "REQUEST_INVALID",
      "JSON_INVALID",
      "DEFINITION_NOT_FOUND",
      "DUPLICATE_START",
      "INPUT_INVALID",
      "KEY_INVALID",
      "NUMBER_NOT_EXACT",
      "IDEMPOTENCY_KEY_REUSED",
      "TOO_MANY_REQUESTS",
      "NOT_READY",
    ),
  },
};

/** `POST /sagas` */
export const postSaga: Route = (door) => ({
  method: "POST",
  url: "/api/v1/sagas",
  schema,
  handler: async (request, reply) => {
    const { wait } = request.query as { readonly wait?: string };
    const waitMs = waitMsOf(wait);
    const idempotencyKey = (request.headers["idempotency-key"] as string | undefined) ?? null;

    const headers = { idempotencyKey, traceId: traceIdOf(request.headers["traceparent"]) };
    const { seen, created } = await startOne(door, request.body as StartRequest, headers);
    const answer = viewOf(waitMs === 0 ? seen : await waitForRest(door, seen, waitMs, goneSignal(reply)));

    reply.header("etag", etagOf(answer.revision)).header("location", `/api/v1/sagas/${answer.id}`);
    if (!created) reply.header("idempotency-replayed", "true");
    return reply.code(created ? 201 : 200).send(answer);
  },
});
