import { type CompiledSaga, scopeOf } from "@skald/dsl";
import type { Backoff, OpenCall, SagaContext, StepRecord, UndoEntry, Waiting } from "@skald/kernel";
import type { Json } from "@skald/shared";
import type { Relative } from "../world/family.ts";
import { type CausesRead, causesRead } from "./causes-read.ts";
import { isDecision } from "./one-at-a-time.ts";
import { writeValue } from "./write-value.ts";

// What of a saga matters for everything that can come. Beside instants, words and the order of records, these are left
// out: how often something was tried that is tried without end; all but the end of a saga that has ended; and what
// happened inside a block or a group that was left, since nothing outside reads it and its undos are on the stack.

const written = new WeakMap<Relative["saga"], string>();

/** What matters of a saga. Equal texts of one definition have equal futures. */
export function writeSaga(relative: Relative): string {
  const known = written.get(relative.saga) ?? writeParts(relative);
  written.set(relative.saga, known);

  return known;
}

function writeParts(relative: Relative): string {
  const { saga, definition } = relative;
  const { steps, open, backoff, undo, undone, waived, turning, undoing, cause, groups, blocks, waits, ended, ...others } = saga.context;
  if (ended !== null) return `${ended.status} ${writeValue(ended.output)}`;

  const { ignored: _ignored, startedBy: _starter, ...rest } = others;
  const read = causesRead(definition);
  const isIn = (state: string): boolean => !isInsideLeft(state, steps);
  return [
    writeValue(saga.value),
    writeValue(rest as unknown as Json),
    writeAll({ ...groups, ...blocks }, (record, state) => (isLeft(steps[state]) ? null : writeValue(record as unknown as Json))),
    writeAll(steps, (step, state) => (isIn(state) ? writeStep(step, groups[scopeOf(state)] !== undefined, read) : null)),
    writeAll(waits, (wait) => writeWait(wait, relative)),
    writeAll(open, (call) => writeCall(call, definition)),
    writeAll(backoff, (call) => writeCall(call, definition)),
    undo.map(writeUndo).join(),
    undone.length + waived.length > 0,
    writeWaysBack(saga.context),
    cause === null ? "" : `cause ${read.ofSaga ? cause.type : ""}`,
  ].join(";");
}

/** A record in the order of its keys, without the entries that are left out. */
function writeAll<T>(record: Readonly<Record<string, T>>, write: (one: T, key: string) => string | null): string {
  const lines = Object.entries(record).flatMap(([key, one]) => {
    const text = write(one, key);
    return text === null ? [] : [`${key} ${text}`];
  });

  return lines.sort().join();
}

/** Whether the saga has left a state. */
function isLeft(step: StepRecord | undefined): boolean {
  return step?.status === "succeeded" || step?.status === "failed";
}

/** Whether a state stands in a block or a group that was left. */
function isInsideLeft(state: string, steps: SagaContext["steps"]): boolean {
  const around = scopeOf(state);

  return around !== "" && (isLeft(steps[around]) || isInsideLeft(around, steps));
}

function writeStep(step: StepRecord, isParticipant: boolean, read: CausesRead): string {
  const error = read.ofSteps ? (step.error?.type ?? "") : "";

  return `${step.status} ${isInDoubt(step, isParticipant)} ${step.outputAt !== null} ${step.queue !== undefined} ${error}`;
}

/** Whether some attempt had an unknown outcome is asked only until the visit is settled; of a participant, until it has promised. */
function isInDoubt({ status, tainted }: StepRecord, isParticipant: boolean): boolean {
  return tainted && status !== "succeeded" && (!isParticipant || status === "running" || status === "backoff");
}

/** A wait, and what came while it could not be acted on. */
function writeWait(wait: Waiting, { journal }: Relative): string {
  const { error, case: index } = wait.arrivedAt === null ? {} : journal.entryAt(wait.arrivedAt).data;

  return `${writeValue(wait as unknown as Json)} ${error?.type ?? ""} ${index ?? ""}`;
}

function writeCall({ kind, attempt, ...call }: OpenCall | Backoff, { compensation }: CompiledSaga): string {
  const isEndless = isDecision(kind) || (kind === "undo" && compensation.onFailure === "retryForever");
  const { held, parked } = { held: false, parked: false, ...call };

  return `${isEndless ? "" : attempt} ${held} ${parked}`;
}

function writeUndo({ state, visit, outcome, outputAt, setAside }: UndoEntry): string {
  return `${state}#${visit} ${outcome} ${outputAt !== null} ${setAside === true}`;
}

/** Where undoing ends is an entry of the journal; only which part of the stack lies above it matters. */
function writeWaysBack({ turning, undoing, undo }: SagaContext): string {
  const above = (since: number): number => undo.filter(({ pushedAt }) => pushedAt < since).length;
  const turns = writeAll(turning, ({ undoing: then }) =>
    then === null ? "" : `${writeValue(then.goal)} ${then.within.join()} ${then.doubts} ${above(then.since)}`,
  );
  const ways = writeAll(undoing, ({ goal, within, since, doubts }) => `${writeValue(goal)} ${within.join()} ${doubts} ${above(since)}`);

  return `${turns} ${ways}`;
}
