import { randomUUID } from "node:crypto";
import { ApiError, type Client, SAGA_STATUSES, type SagaSummary } from "@skald/shared";
import { startKeyOf } from "../desk/load.ts";
import { memberOf, optionalText } from "../participants/kit/fields.ts";
import { type Reply, type Route, reply, type ShopRequest } from "../participants/kit/router.ts";

/** The REST paths of the coordinator this shop had before, on top of Skald's API. */
export function frontRoutes(engine: Client): readonly Route[] {
  const route = (method: string, path: string, run: (request: ShopRequest) => Promise<Reply>): Route => ({
    method,
    path,
    run: (request) => run(request).catch(replyForApiError),
  });

  return [
    route("POST", "/api/coordinator/orders", (request) => placeOrder(engine, request)),
    route("GET", "/api/coordinator/sagas", (request) => listSagas(engine, request)),
    route("GET", "/api/coordinator/statistics", () => showStatistics(engine)),
    route("GET", "/api/coordinator/health", () => showHealth(engine)),
  ];
}

async function placeOrder(engine: Client, { body, headers }: ShopRequest): Promise<Reply> {
  const orderId = optionalText(body, "orderId") ?? `O-${randomUUID().slice(0, 8)}`;
  const input = {
    orderId,
    customerId: memberOf(body, "customerId"),
    items: memberOf(body, "items"),
    total: String(memberOf(body, "total") ?? memberOf(body, "totalAmount") ?? ""),
    payment: memberOf(body, "payment") ?? {},
    address: optionalText(body, "address") ?? "",
  };
  const key = headers["idempotency-key"];
  const { saga } = await engine.startSaga(
    { definition: "shop/order", input },
    { idempotencyKey: typeof key === "string" ? key : startKeyOf(orderId) },
  );

  return reply(202, { orderId, sagaId: saga.id, status: saga.status });
}

async function listSagas(engine: Client, { query }: ShopRequest): Promise<Reply> {
  const [wanted, key, cursor, limit] = ["status", "key", "cursor", "limit"].map((name) => query.get(name) ?? undefined);
  const status = SAGA_STATUSES.find((each) => each === wanted);
  if (status !== wanted) return reply(400, { status: 400, code: "STATUS_UNKNOWN", detail: `There are ${SAGA_STATUSES.join(", ")}.` });

  const filter = { ...(status === undefined ? {} : { status }), ...(key === undefined ? {} : { key }) };
  const page = { ...(cursor === undefined ? {} : { cursor }), ...(limit === undefined ? {} : { limit: Number(limit) }) };
  const { items, nextCursor } = await engine.listSagas(filter, page);
  return reply(200, { sagas: items.map(sagaLine), nextCursor });
}

function sagaLine(saga: SagaSummary): Readonly<Record<string, unknown>> {
  return {
    sagaId: saga.id,
    orderId: saga.key,
    status: saga.status,
    currentSteps: saga.current,
    completedSteps: saga.progress.completedSteps,
    totalSteps: saga.progress.totalSteps,
    failedStep: saga.cause?.state ?? null,
    error: saga.cause?.detail ?? null,
    startedAt: saga.startedAt,
    updatedAt: saga.updatedAt,
  };
}

async function showStatistics(engine: Client): Promise<Reply> {
  const { byStatus, stepCompletionRate, meanSteps, compensationRate, durationMs } = await engine.statistics();
  const totalSagas = Object.values(byStatus).reduce((sum, count) => sum + count, 0);
  return reply(200, { totalSagas, byStatus, stepCompletionRate, averageSteps: meanSteps, compensationRate, durationMs });
}

async function showHealth(engine: Client): Promise<Reply> {
  const { status, services } = await engine.health();
  const participants = services.map(({ name, health, breaker }) => ({ name, health, breaker: breaker.state }));
  return reply(status === "down" ? 503 : 200, { status, participants });
}

function replyForApiError(error: unknown): Reply {
  if (error instanceof ApiError) return reply(error.status, error.problem);
  return reply(503, {
    status: 503,
    code: "ENGINE_UNREACHABLE",
    detail: "The engine does not answer; nothing is known of the order. Send it again.",
  });
}
