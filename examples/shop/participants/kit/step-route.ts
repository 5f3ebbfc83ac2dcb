import { setTimeout as delay } from "node:timers/promises";
import { type Answer, callFromHeaders, isDone, withBarrier } from "@skald/participant";
import type { ClientBase } from "pg";
import type { Behaviour, Operation } from "../../faults/catalogue.ts";
import { recordEffect } from "./ledger.ts";
import type { Workplace } from "./participant.ts";
import { type Reply, type Route, reply, type ShopRequest } from "./router.ts";

/** A route that changes something: an action or an undo. */
export interface StepPlan {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
  /** The order a call is about: faults and the ledger go by it. */
  readonly orderIdOf: (request: ShopRequest) => string | null | Promise<string | null>;
  readonly work: (client: ClientBase, request: ShopRequest) => Promise<Answer>;
  /** The business refusal of this operation, when the fault desk asks for it. */
  readonly refusal?: Answer;
}

/** Shorter than the time-out of the catalogues (2 s): slow, but in time. */
const SLOW_MS = 1_500;

/** The one path of every change: fault before the work, work behind the barrier, fault after the work. */
export function stepRoute(workplace: Workplace, plan: StepPlan): Route {
  return {
    method: plan.method,
    path: plan.path,
    run: async (request) => {
      workplace.watch({ operation: plan.operation, phase: "arrived" });
      const orderId = await plan.orderIdOf(request);
      const behaviour = workplace.faults.take(plan.operation, orderId);
      const early = await beforeWork(behaviour);
      if (early !== null) return early;

      const answer = await workBehindBarrier(workplace, plan, { request, orderId, behaviour });
      workplace.watch({ operation: plan.operation, phase: "worked" });
      return afterWork(behaviour, answer);
    },
  };
}

/** A route that only reads. A verify goes through the barrier, so that older attempts can no longer happen. */
export function readRoute(workplace: Workplace, path: string, read: (client: Readable, request: ShopRequest) => Promise<Answer>): Route {
  return {
    method: "GET",
    path,
    run: async (request) => {
      const call = callFromHeaders(request.headers);
      const isVerify = call.step?.kind === "verify";
      const answer = isVerify
        ? await withBarrier(workplace.db, call, (client) => read(client, request))
        : await read(workplace.db, request);
      return { kind: "answer", answer };
    },
  };
}

/** Anything that can run a query. */
export type Readable = Pick<ClientBase, "query">;

interface Visit {
  readonly request: ShopRequest;
  readonly orderId: string | null;
  readonly behaviour: Behaviour | null;
}

async function workBehindBarrier({ db }: Workplace, plan: StepPlan, { request, orderId, behaviour }: Visit): Promise<Answer> {
  const call = callFromHeaders(request.headers, request.rawBody);
  const { refusal } = plan;
  if (behaviour === "refuse" && refusal !== undefined) return withBarrier(db, call, async () => refusal);

  return withBarrier(db, call, async (client) => {
    const answer = await plan.work(client, request);
    if (isDone(answer)) await recordEffect(client, call, { operation: plan.operation, orderId: orderId ?? "" });
    return answer;
  });
}

async function beforeWork(behaviour: Behaviour | null): Promise<Reply | null> {
  if (behaviour === "slow") await delay(SLOW_MS);
  if (behaviour === "fail-before")
    return reply(500, { status: 500, code: "FAULT", detail: "The fault desk let this call fail before the work." });
  if (behaviour === "busy")
    return reply(503, { status: 503, code: "BUSY", detail: "The fault desk keeps this participant busy." }, { "Retry-After": "1" });

  return null;
}

function afterWork(behaviour: Behaviour | null, answer: Answer): Reply {
  if (behaviour === "hang") return { kind: "hang" };
  if (behaviour === "reset") return { kind: "reset" };
  if (behaviour === "fail-after")
    return reply(500, { status: 500, code: "FAULT", detail: "The fault desk let this call fail after the work." });

  return { kind: "answer", answer };
}
