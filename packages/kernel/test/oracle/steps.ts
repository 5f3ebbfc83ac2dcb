import type { ParticipantModel, TaskState, TransactionState } from "@skald/dsl";
import { type Flow, fork } from "./flow.ts";
import { isUnknown } from "./outcome-table.ts";
import { suspend, undoByCall } from "./rollback.ts";
import { type Entry, type Failed, operationOf, type Result, type Run, STOPPED, seal, type Visit } from "./run.ts";

/** R2, R3, R8: a task and what becomes of it when its outcome stays unknown. */
export function* runTask(state: TaskState, visit: Visit): Flow<Result> {
  const { run } = visit;
  const operation = state.call.kind === "operation" ? operationOf(run.world, state.call) : null;
  const kind = state.kind ?? operation?.kind ?? "compensatable";
  const attempts = (state.retry ?? operation?.retry ?? run.saga.compensation.retry).attempts;
  const compensate = state.compensate ?? operation?.compensate ?? null;
  const undo = (): Flow<boolean> => undoByCall(visit, visit.path, operation?.undoRetry?.attempts);
  const succeed = (stop: boolean): Result => {
    if (kind === "pivot") seal(run);
    return stop ? STOPPED : { kind: "next", to: state.next };
  };

  const isUndoable = compensate !== null && kind !== "pivot" && !run.forward;
  let type = "";
  let isTainted = false;
  let entry: Entry | null = null;
  let stopping = false;
  for (let attempt = 1; attempt <= attempts && !stopping && type !== "Refused"; attempt++) {
    const { answer, stop } = yield* visit.call("action", attempt);
    stopping = stop;
    if (answer === null) break;
    drop(run, entry);
    if (answer === "ok") {
      if (kind !== "readOnly") run.world.standing.add(visit.effect);
      if (compensate !== null && kind !== "pivot") visit.push(undo);
      return succeed(stop);
    }
    type = ERROR_TYPES[answer] ?? "Unknown";
    isTainted ||= type === "Unknown" && kind !== "readOnly";
    if (isTainted && isUndoable) entry = visit.push(undo, true);
  }
  if (!isTainted) return stopping ? STOPPED : { kind: "failed", type };

  const policy = run.saga.compensation.onUnknownOutcome;
  const verify = policy === "verify" || kind === "pivot" ? (state.verify ?? operation?.verify ?? null) : null;
  const readsAnswer = /\b(output|response)\b/.test(JSON.stringify(compensate));
  if (policy === "suspend" && !run.forward && kind !== "pivot") yield* suspend(run, "outcome_unknown", visit.path);
  if (verify === null) {
    if (kind === "pivot" || (isUndoable && readsAnswer)) yield* suspend(run, "outcome_unknown", visit.path);
    return stopping ? STOPPED : { kind: "failed", type, inDoubt: true };
  }

  const { answer, stop } = yield* visit.call("verify", 1);
  stopping ||= stop;
  if (answer === "yes") {
    if (entry !== null) entry.failed = false;
    run.world.standing.add(visit.effect);
    return succeed(stopping);
  }
  if (answer === "no" && verify.conclusive) drop(run, entry);
  if (answer !== "no" && (!isUndoable || readsAnswer)) yield* suspend(run, "outcome_unknown", visit.path);
  const inDoubt = answer !== "no" || !verify.conclusive;
  return stopping ? STOPPED : { kind: "failed", type: answer === "no" ? "NotDone" : "Unknown", inDoubt };
}

function drop(run: Run, entry: Entry | null): void {
  run.stack = run.stack.filter((one) => one !== entry);
}

const ERROR_TYPES: Readonly<Record<string, string>> = { refused: "Refused", notSent: "Unavailable" };

const PHASES = { "2pc": ["prepare", "commit", "abort"], tcc: ["try", "confirm", "cancel"] } as const;

/** R15, R16: a two-phase group. */
export function* runGroup(state: TransactionState, visit: Visit): Flow<Result> {
  const { run } = visit;
  const [first, commit, abort] = PHASES[state.protocol];
  const maybe = new Set<string>();
  const reads = (one: ParticipantModel): readonly number[] =>
    state.participants.flatMap((other, index) => (JSON.stringify(one.with).includes(`participants.${other.name}.`) ? [index] : []));
  const lanes = state.participants.map((one) => () => vote({ visit, first, maybe, participant: one }));
  const needs = (lane: number): readonly number[] => state.participants.slice(lane, lane + 1).flatMap(reads);
  const { ended, stop } = yield* fork(lanes, { needs, isDecided: (results) => results.some((one) => one.kind === "failed") });
  const no = ended.map((one) => one.result).find((one) => one.kind === "failed");
  if (stop || no !== undefined) {
    const stopped = yield* secondPhase(visit, abort, [...maybe]);
    return stop || stopped ? STOPPED : (no ?? STOPPED);
  }

  if (state.kind === "pivot") seal(run);
  const stopped = yield* secondPhase(visit, commit, [...maybe]);
  run.world.standing.add(visit.effect);
  visit.push(() => undoGroup(state, visit));
  return stopped ? STOPPED : { kind: "next", to: state.next };
}

interface Vote {
  readonly visit: Visit;
  readonly first: "prepare" | "try";
  /** Participants that are prepared or may be. */
  readonly maybe: Set<string>;
  readonly participant: ParticipantModel;
}

function* vote({ visit, first, maybe, participant }: Vote): Flow<Result> {
  const { attempts } = operationOf(visit.run.world, participant.call).retry;
  let failure: Failed = { kind: "failed", type: "Unavailable" };
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const { answer, stop } = yield* visit.call(first, attempt, `${visit.path}.${participant.name}`);
    if (answer === "ok" || isUnknown(answer)) maybe.add(participant.name);
    if (stop) return STOPPED;
    if (answer === "ok") return { kind: "next", to: null };
    failure = { kind: "failed", type: ERROR_TYPES[answer ?? ""] ?? "Unknown" };
    if (answer === "refused") break;
  }
  return failure;
}

/** Retried without end, all participants at once. Gives whether it was to stop meanwhile. */
function* secondPhase(visit: Visit, kind: "commit" | "abort" | "confirm" | "cancel", names: readonly string[]): Flow<boolean> {
  const lanes = names.map(
    (name) =>
      function* (): Flow<null> {
        for (let attempt = 1; ; attempt++) if ((yield* visit.call(kind, attempt, `${visit.path}.${name}`)).answer === "ok") return null;
      },
  );
  return (yield* fork(lanes, { unstoppable: true })).stop;
}

function* undoGroup(state: TransactionState, visit: Visit): Flow<boolean> {
  const { world, saga } = visit.run;
  if (state.compensate !== null) return yield* undoByCall(visit, visit.path, operationOf(world, state.compensate.call).retry.attempts);

  let isUndone = true;
  for (const { name, call } of state.participants.toReversed()) {
    const { compensate, undoRetry } = operationOf(world, call);
    if (compensate === null || (yield* undoByCall(visit, `${visit.path}.${name}`, undoRetry?.attempts))) continue;
    isUndone = false;
    if (saga.compensation.onFailure === "suspend") break;
  }
  return isUndone;
}
