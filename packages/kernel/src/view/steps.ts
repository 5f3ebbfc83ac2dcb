import type { CompiledSaga, CompiledTask, WaitState } from "@skald/dsl";
import type { CauseView, StepStatus, StepView, UndoStatus } from "@skald/shared";
import { idempotencyKeyOf } from "../calls/render-call.ts";
import { placeOf } from "../chart/place.ts";
import type { Cause, Saga, StepRecord } from "../types/saga.ts";
import { undoOrder } from "../undo/undo-order.ts";
import { reachable } from "./progress.ts";

/** The steps of a saga in document order: what each visit came to, and its undo. */
export function stepViews(saga: Saga, definition: CompiledSaga): readonly StepView[] {
  const ahead = reachable(definition, aheadFrom(saga));
  const order = new Map(undoOrder(saga.context).map((entry, index) => [entry.state, index + 1 + saga.context.undone.length]));

  return stepStates(definition).map((state) =>
    state.type === "task" ? taskView(saga, state, { ahead, order: order.get(state.name) ?? null }) : waitView(saga, state, ahead),
  );
}

/** A cause as the API shows it, with the place of its step. */
export function causeView(cause: Cause | null, definition: CompiledSaga): CauseView | null {
  if (cause === null) return null;
  const index = stepStates(definition).findIndex((state) => state.name === cause.state);

  return { ...cause, index: index < 0 ? null : index };
}

function stepStates(definition: CompiledSaga): readonly (CompiledTask | WaitState)[] {
  return Object.values(definition.states).filter(
    (state): state is CompiledTask | WaitState => state.type === "task" || state.type === "wait",
  );
}

/** From where the saga can still go forward; null when it cannot. */
function aheadFrom(saga: Saga): string | null {
  const { context } = saga;
  if (context.ended !== null) return null;
  const goal = context.undoing[""]?.goal;
  if (goal !== undefined) return goal.kind === "end" ? null : goal.state;

  return placeOf(saga).state;
}

interface Around {
  readonly ahead: ReadonlySet<string>;
  readonly order: number | null;
}

function taskView(saga: Saga, task: CompiledTask, { ahead, order }: Around): StepView {
  const step = saga.context.steps[task.name];
  const backoff = Object.values(saga.context.backoff).find((one) => one.state === task.name);
  const open = Object.values(saga.context.open).find((call) => call.state === task.name);

  return {
    state: task.name,
    type: task.type,
    kind: task.kind,
    service: task.service,
    operation: task.operation ?? task.label,
    visit: step?.visit ?? 0,
    status: statusOf(step, ahead.has(task.name), open?.held === true && open.kind === "action"),
    attempts: step?.attempts ?? 0,
    attemptsMax: task.retry.attempts,
    undo: undoStatusOf(saga, step),
    undoAttempts: step?.undoAttempts ?? 0,
    undoAttemptsMax: task.compensate === null ? null : task.undoRetry.attempts,
    undoOrder: order,
    tainted: step?.tainted ?? false,
    startedAt: step?.startedAt ?? null,
    endedAt: step?.endedAt ?? null,
    durationMs: durationOf(step),
    dueAt: backoff?.dueAt ?? null,
    error: step?.error == null ? null : { ...step.error, index: null },
    undoError: step?.undoError == null ? null : { ...step.undoError, index: null },
    idempotencyKey: step === undefined ? null : idempotencyKeyOf(saga.id, { state: task.name, visit: step.visit, kind: "action" }),
  };
}

function waitView(saga: Saga, state: WaitState, ahead: ReadonlySet<string>): StepView {
  const wait = saga.context.waits[state.name];
  const waiting = wait !== undefined;
  const idle = ahead.has(state.name) ? "pending" : "notTaken";

  return {
    state: state.name,
    type: state.type,
    kind: null,
    service: null,
    operation: null,
    visit: waiting ? 1 : 0,
    status: waiting ? "waiting" : idle,
    attempts: 0,
    attemptsMax: null,
    undo: "none",
    undoAttempts: 0,
    undoAttemptsMax: null,
    undoOrder: null,
    tainted: false,
    startedAt: null,
    endedAt: null,
    durationMs: null,
    dueAt: wait?.dueAt ?? null,
    error: null,
    undoError: null,
    idempotencyKey: null,
  };
}

function statusOf(step: StepRecord | undefined, ahead: boolean, held: boolean): StepStatus {
  if (held) return "waiting";
  if (step !== undefined) return step.status;

  return ahead ? "pending" : "notTaken";
}

/** An undo that will never come is none: the pivot sealed the way back, or the saga has ended otherwise. */
function undoStatusOf({ context }: Saga, step: StepRecord | undefined): UndoStatus {
  const undo = step?.undo ?? "none";

  return undo === "pending" && (context.pivotPassed !== null || context.ended !== null) ? "none" : undo;
}

function durationOf(step: StepRecord | undefined): number | null {
  if (step?.startedAt == null || step.endedAt === null) return null;

  return Date.parse(step.endedAt) - Date.parse(step.startedAt);
}
