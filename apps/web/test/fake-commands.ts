import { createHash, randomUUID } from "node:crypto";
import type { CommandRequest, CommandView, PlanItem, PreviewView, SagaView, StepView } from "@skald/shared";
import type { FakeBook } from "./fake-book.ts";
import { type Call, json, problem, problemBody } from "./fake-http.ts";
import { allow } from "./fake-sagas.ts";

/** preview, send and read commands of one saga. */
export function commandRoutes(call: Call, book: FakeBook, saga: SagaView, tail: string | undefined): boolean {
  if (call.method === "GET") {
    const key = call.query.get("idempotencyKey");
    const own = book.commands.filter((command) => command.sagaId === saga.id);
    const byKey = key === null ? undefined : book.answered.get(key);
    return json(call.response, 200, { items: key === null ? own : [byKey].filter((command) => command !== undefined) });
  }
  if (call.headers["if-match"] === undefined) return problem(call.response, 428, "IF_MATCH_REQUIRED", "If-Match is missing.");

  const request = JSON.parse(call.body) as CommandRequest;
  const isStale = call.headers["if-match"] !== `"${saga.revision}"` && call.headers["if-match"] !== "*";
  if (tail === "preview") return isStale ? stale(call, saga) : json(call.response, 200, previewOf(request, saga));

  const key = String(call.headers["idempotency-key"]);
  const replayed = book.answered.get(key);
  if (replayed !== undefined) return json(call.response, 202, replayed, { "idempotency-replayed": "true" });
  if (isStale) return stale(call, saga);

  const preview = previewOf(request, saga);
  if (!preview.allowed) return problem(call.response, 409, "COMMAND_NOT_ALLOWED", `${request.type} is not allowed: ${preview.why}.`);
  if (request.planHash !== undefined && request.planHash !== preview.planHash)
    return json(call.response, 409, { ...problemBody(409, "PLAN_CHANGED", "The plan has changed."), preview });

  const command = apply(book, saga, request);
  book.answered.set(key, command);
  if (book.loseNextAnswer) {
    book.loseNextAnswer = false;
    call.response.destroy();
    return true;
  }
  return json(call.response, 202, command);
}

function stale(call: Call, saga: SagaView): true {
  return json(call.response, 412, { ...problemBody(412, "REVISION_STALE", `The saga is at revision ${saga.revision}.`), saga });
}

function apply(book: FakeBook, saga: SagaView, request: CommandRequest): CommandView {
  const after = book.change(saga.id, effectOf(saga, request));
  const command: CommandView = {
    commandId: randomUUID(),
    sagaId: saga.id,
    type: request.type,
    state: "applied",
    arguments: request,
    actor: "local operator",
    reason: request.reason ?? null,
    ticket: request.ticket ?? null,
    result: "applied",
    revisionBefore: saga.revision,
    revisionAfter: after.revision,
    at: new Date().toISOString(),
  };
  book.commands.unshift(command);
  if (["retry", "compensate", "complete", "waive-undo", "resolve-unknown"].includes(request.type))
    setTimeout(() => settle(book, saga.id), 1200);
  return command;
}

function effectOf(saga: SagaView, request: CommandRequest): Partial<SagaView> {
  switch (request.type) {
    case "pause":
      return { status: "paused", allowedCommands: allow({ resume: "R1", compensate: "R3", terminate: "R4" }) };
    case "resume":
      return { status: "running", allowedCommands: allow({ pause: "R1", cancel: "R3", terminate: "R4" }) };
    case "terminate":
      return { status: "terminated", attention: null, endedAt: new Date().toISOString(), allowedCommands: allow({}) };
    case "compensate":
    case "cancel":
      return {
        status: "compensating",
        phase: "compensating",
        attention: null,
        allowedCommands: allow({ pause: "R1" }),
        progress: { ...saga.progress, toUndo: undoable(saga).length },
      };
    default:
      return {
        status: saga.phase === "compensating" ? "compensating" : "running",
        attention: null,
        allowedCommands: allow({ pause: "R1" }),
        steps: saga.steps.map((step) => (step.state === request.state ? restarted(step, request) : step)),
      };
  }
}

function restarted(step: StepView, request: CommandRequest): StepView {
  return request.lane === "undo"
    ? { ...step, undo: "running", undoAttempts: step.undoAttempts + 1, undoError: null }
    : { ...step, status: "running", error: null };
}

function settle(book: FakeBook, id: string): void {
  const saga = book.sagas.get(id);
  if (saga === undefined) return;

  const isBack = saga.phase === "compensating";
  const steps = saga.steps.map((step): StepView => {
    if (isBack) return step.undo === "none" ? step : { ...step, undo: "undone" };
    return { ...step, status: "succeeded", endedAt: new Date().toISOString() };
  });
  const ended = { attention: null, current: [], endedAt: new Date().toISOString(), steps, allowedCommands: allow({}) };
  const undone = undoable(saga).length;
  book.change(
    id,
    isBack
      ? { ...ended, status: "compensated", progress: { ...saga.progress, undone, toUndo: undone } }
      : { ...ended, status: "completed" },
  );
}

function previewOf(request: CommandRequest, saga: SagaView): PreviewView {
  const rule = saga.allowedCommands.find((command) => command.type === request.type);
  const plan = planOf(request, saga);
  const running = plan.filter((item) => item.status === "will_run").length;
  return {
    revision: saga.revision,
    allowed: rule?.allowed ?? false,
    why: rule?.why ?? null,
    risk: rule?.risk ?? "R3",
    policy: request.type === "complete" || request.type === "resolve-unknown" ? ["reason", "evidence"] : ["reason"],
    sentence:
      request.type === "terminate"
        ? "The saga is closed for ever. Nothing is undone."
        : `${running} ${running === 1 ? "call is" : "calls are"} made, in the order below.`,
    plan,
    warnings: plan.some((item) => item.breaker === "open")
      ? [{ code: "BREAKER_OPEN", service: "payments", text: "the breaker of payments is open; the call waits until it closes" }]
      : [],
    irreversible: request.type === "terminate" || request.type === "waive-undo",
    planHash: createHash("sha256")
      .update(JSON.stringify([saga.revision, request.type, request.downTo ?? null]))
      .digest("hex"),
    expiresAt: new Date(Date.now() + 120_000).toISOString(),
  };
}

function planOf(request: CommandRequest, saga: SagaView): PlanItem[] {
  if (["pause", "resume", "terminate"].includes(request.type)) return [];
  if (request.type === "retry" || request.type === "complete" || request.type === "resolve-unknown" || request.type === "waive-undo") {
    const step = saga.steps.find((each) => each.state === request.state);
    return step === undefined
      ? []
      : [planItem(saga, step, { order: 0, lane: request.lane ?? "action", status: request.type === "waive-undo" ? "waived" : "will_run" })];
  }

  const stack = undoable(saga);
  const end = request.downTo === undefined ? stack.length : stack.findIndex((step) => step.state === request.downTo) + 1;
  const failed = saga.steps
    .filter((step) => step.status === "failed")
    .map((step, order) => planItem(saga, step, { order, lane: "undo", status: "nothing_to_undo" }));
  return [
    ...failed,
    ...stack.slice(0, end).map((step, order) => planItem(saga, step, { order: order + failed.length, lane: "undo", status: "will_run" })),
  ];
}

function undoable(saga: SagaView): StepView[] {
  return saga.steps.filter((step) => step.undo !== "none" && step.undo !== "undone").reverse();
}

function planItem(saga: SagaView, step: StepView, { order, lane, status }: Pick<PlanItem, "order" | "lane" | "status">): PlanItem {
  const runs = status === "will_run";
  return {
    order,
    state: step.state,
    visit: step.visit,
    lane,
    call: `${step.service}.${step.operation}${lane === "undo" ? " undo" : ""}`,
    status,
    note: status === "nothing_to_undo" ? "the action was refused" : null,
    idempotencyKey: runs ? `${saga.id}/${step.state}#${step.visit}${lane === "undo" ? "/undo" : ""}` : null,
    service: step.service,
    breaker: step.service === "payments" ? "open" : "closed",
    request: runs
      ? {
          method: lane === "undo" ? "DELETE" : "POST",
          url: `http://127.0.0.1:4101/${step.operation}/${saga.key}`,
          body: JSON.stringify({ orderId: saga.key, amount: "42.10" }),
        }
      : null,
  };
}
