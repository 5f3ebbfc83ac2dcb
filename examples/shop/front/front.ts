import { randomUUID } from "node:crypto";
import type { SagaSummary } from "@skald/shared";
import { startKeyOf } from "../desk/load.ts";
import { type EngineClient, EngineError } from "../engine-client.ts";
import { memberOf, optionalText } from "../participants/kit/fields.ts";
import { type Reply, type Route, reply, type ShopRequest } from "../participants/kit/router.ts";

/** The REST paths of the coordinator this shop had before, on top of Skald's API. */
export function frontRoutes(engine: EngineClient): readonly Route[] {
  const route = (method: string, path: string, run: (request: ShopRequest) => Promise<Reply>): Route => ({
    method,
    path,
    run: (request) => run(request).catch(replyForEngineError),
  });

  return [
    route("POST", "/api/coordinator/orders", (request) => placeOrder(engine, request)),
    route("GET", "/api/coordinator/sagas", (request) => listSagas(engine, request)),
    route("GET", "/api/coordinator/statistics", () => showStatistics(engine)),
    route("GET", "/api/coordinator/health", () => showHealth(engine)),
  ];
}

async function placeOrder(engine: EngineClient, { body, headers }: ShopRequest): Promise<Reply> {
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
  const saga = await engine.startSaga(
    { definition: "shop/order", input },
    { idempotencyKey: typeof key === "string" ? key : startKeyOf(orderId) },
  );

  return reply(202, { orderId, sagaId: saga.id, status: saga.status });
}

async function listSagas(engine: EngineClient, { query }: ShopRequest): Promise<Reply> {
  const { items, nextCursor } = await engine.listSagas(Object.fromEntries(query));
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

async function showStatistics(engine: EngineClient): Promise<Reply> {
  const { byStatus, stepCompletionRate, meanSteps, compensationRate, durationMs } = await engine.statistics();
  const totalSagas = Object.values(byStatus).reduce((sum, count) => sum + count, 0);
  return reply(200, { totalSagas, byStatus, stepCompletionRate, averageSteps: meanSteps, compensationRate, durationMs });
}

async function showHealth(engine: EngineClient): Promise<Reply> {
  const { status, services } = await engine.health();
  const participants = services.map(({ name, health, breaker }) => ({ name, health, breaker: breaker.state }));
  return reply(status === "down" ? 503 : 200, { status, participants });
}

function replyForEngineError(error: unknown): Reply {
  if (error instanceof EngineError) return reply(error.status, error.problem);
  return reply(503, {
    status: 503,
    code: "ENGINE_UNREACHABLE",
    detail: "The engine does not answer; nothing is known of the order. Send it again.",
  });
}
