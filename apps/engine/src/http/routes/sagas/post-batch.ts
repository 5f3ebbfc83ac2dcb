import { BatchRequest, BatchView, CATALOGUE, ProblemError, problemOf, Type } from "@skald/shared";
import type { Door } from "../../edge.ts";
import { traceIdOf } from "../../guard/headers.ts";
import { viewOf } from "../../sagas/seen-saga.ts";
import { type StartHeaders, startOne } from "../../sagas/start-one.ts";
import { IdempotencyKey, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const BODY_BYTES_MAX = 8 * 1024 * 1024;

const schema = {
  operationId: "startSagas",
  tags: ["sagas"],
  summary: "Start up to 1,000 sagas",
  description:
    "One answer per item, in order; an item that fails does not keep the others from starting. " +
    "With an Idempotency-Key each item has a key of its own, made of it and the item's place.",
  headers: Type.Object({ "idempotency-key": Type.Optional(IdempotencyKey) }),
  body: BatchRequest,
  response: { 200: BatchView, ...problems("REQUEST_INVALID", "JSON_INVALID", "BODY_TOO_LARGE", "NUMBER_NOT_EXACT") },
};

/** `POST /sagas/batch` */
export const postBatch: Route = (door) => ({
  method: "POST",
  url: "/api/v1/sagas/batch",
  schema,
  bodyLimit: BODY_BYTES_MAX,
  handler: async (request) => {
    const { items } = request.body as BatchRequest;
    const key = request.headers["idempotency-key"] as string | undefined;
    const traceId = traceIdOf(request.headers["traceparent"]);

    const answers = items.map((item, index) =>
      startItem(door, item, { idempotencyKey: key === undefined ? null : `${key}/${index}`, traceId }),
    );
    return { items: await Promise.all(answers) } satisfies BatchView;
  },
});

async function startItem(door: Door, item: BatchRequest["items"][number], headers: StartHeaders): Promise<BatchView["items"][number]> {
  try {
    const { seen, created } = await startOne(door, item, headers);
    const { steps: _steps, input: _input, output: _output, allowedCommands: _allowed, ...summary } = viewOf(seen);

    return { status: created ? 201 : 200, saga: summary };
  } catch (error) {
    // Anything else is a defect, or the database is away: then the whole batch says so and is sent again.
    if (!(error instanceof ProblemError)) throw error;
    return { status: CATALOGUE[error.code].status, problem: { ...problemOf(error) } };
  }
}
