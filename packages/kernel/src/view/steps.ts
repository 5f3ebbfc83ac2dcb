import { type CompiledSaga, type CompiledState, type CompiledTask, hasUndo, type WaitState } from "@skald/dsl";
import type { CauseView, StepKind, StepStatus, StepView, UndoStatus } from "@skald/shared";
import { placeOf } from "../chart/place.ts";
import { idempotencyKeyOf } from "../decide/calls/render-call.ts";
import { undoCallOf } from "../decide/undo/undo-call.ts";
import { undoOrder } from "../decide/undo/undo-order.ts";
import type { Cause, Saga, StepRecord } from "../types/saga.ts";
import { reachable } from "./progress.ts";

/** The steps of a saga in document order: what each visit came to, and its undo. */
export function stepViews(saga: Saga, definition: CompiledSaga): readonly StepView[] {
  const ahead = reachable(definition, aheadFrom(saga));
  const order = new Map(undoOrder(saga.context).map((entry, index) => [entry.state, index + 1 + saga.context.undone.length]));

  return stepStates(definition).map((state) => {
    if (state.type === "wait") return waitView(saga, state, ahead);

    const around = { ahead, order: order.get(state.name) ?? null };
    return state.type === "task" ? taskView(saga, state, around) : effectView(saga, { state, definition }, around);
  });
}

/** A cause as the API shows it, with the place of its step. */
export function causeView(cause: Cause | null, definition: CompiledSaga): CauseView | null {
  if (cause === null) return null;
  const index = stepStates(definition).findIndex((state) => state.name === cause.state);

  return { ...cause, index: index < 0 ? null : index };
}

// States that choose, name or end are no steps: they do nothing outside and wait for nothing.
type StepState = Exclude<CompiledState, { type: "switch" | "set" | "compensate" | "succeed" | "fail" }>;
type EffectState = Exclude<StepState, CompiledTask | WaitState>;

const SILENT: ReadonlySet<string> = new Set(["switch", "set", "compensate", "succeed", "fail"]);

function stepStates(definition: CompiledSaga): readonly StepState[] {
  return Object.values(definition.states).filter((state): state is StepState => !SILENT.has(state.type));
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

/** What is shown alike of every state with a record of its visits. */
function visitView(saga: Saga, name: string, order: number | null): Omit<StepView, "type" | "kind" | "service" | "operation" | "status"> {
  const step = saga.context.steps[name];
  const backoff = Object.values(saga.context.backoff).find((one) => one.state === name);

  return {
    state: name,
    visit: step?.visit ?? 0,
    attempts: 0,
    attemptsMax: null,
    undo: undoStatusOf(saga, step),
    undoAttempts: step?.undoAttempts ?? 0,
    undoAttemptsMax: null,
    undoOrder: order,
    tainted: step?.tainted ?? false,
    startedAt: step?.startedAt ?? null,
    endedAt: step?.endedAt ?? null,
    durationMs: durationOf(step),
    dueAt: backoff?.dueAt ?? saga.context.waits[name]?.dueAt ?? null,
    error: step?.error == null ? null : { ...step.error, index: null },
    undoError: step?.undoError == null ? null : { ...step.undoError, index: null },
    idempotencyKey: null,
  };
}

function taskView(saga: Saga, task: CompiledTask, { ahead, order }: Around): StepView {
  const step = saga.context.steps[task.name];
  const open = Object.values(saga.context.open).find((call) => call.state === task.name);
  const key = step === undefined ? null : ({ state: task.name, visit: step.visit, kind: "action", ...keyOf(step) } as const);

  return {
    ...visitView(saga, task.name, order),
    type: task.type,
    kind: task.kind,
    service: task.service,
    operation: task.operation ?? task.label,
    status: statusOf(step, ahead.has(task.name), open?.held === true && open.kind === "action"),
    attempts: step?.attempts ?? 0,
    attemptsMax: task.retry.attempts,
    undoAttemptsMax: task.compensate === null ? null : task.undoRetry.attempts,
    idempotencyKey: key === null ? null : idempotencyKeyOf(saga.id, key),
  };
}

function keyOf({ key }: StepRecord): { readonly key?: string } {
  return key === undefined ? {} : { key };
}

interface Place {
  readonly state: EffectState;
  readonly definition: CompiledSaga;
}

/** A state that makes no call of its own to go forward. */
function effectView(saga: Saga, { state, definition }: Place, { ahead, order }: Around): StepView {
  return {
    ...visitView(saga, state.name, order),
    type: state.type,
    kind: kindOf(state),
    service: null,
    operation: state.type === "saga" ? `${state.saga.namespace}/${state.saga.name}` : null,
    status: statusOf(saga.context.steps[state.name], ahead.has(state.name), false),
    undoAttemptsMax: undoCallOf(definition, state.name)?.retry.attempts ?? null,
  };
}

function kindOf(state: EffectState): StepKind | null {
  if (state.type === "transaction") return state.kind;
  if (state.type === "saga" && state.pivot) return "pivot";

  return hasUndo(state) ? "compensatable" : null;
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
