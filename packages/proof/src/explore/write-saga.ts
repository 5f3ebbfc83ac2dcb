import { type CompiledSaga, scopeOf } from "@skald/dsl";
import type { Backoff, MembersRecord, OpenCall, SagaContext, StepRecord, Undoing, Waiting } from "@skald/kernel";
import type { Json } from "@skald/shared";
import type { Relative } from "../world/family.ts";
import { type CausesRead, causesRead } from "./causes-read.ts";
import { isDecision } from "./one-at-a-time.ts";
import { type Ordering, writeStack } from "./write-stack.ts";
import { writeValue } from "./write-value.ts";

// What of a saga matters for everything that can come. Beside instants, words and the order of records, these are left
// out: how often something was tried that is tried without end; what happened inside a block or a group that was left,
// since nothing outside reads it and its undos are on the stack; what only the way forward reads, on the way back; and
// all but the end of a saga that has ended.

/** What matters of a saga. Equal texts of one definition have equal futures, as far as an ordering tells futures apart. */
export function writeSaga(relative: Relative, ordering: Ordering): string {
  const { saga, definition } = relative;
  const { context } = saga;
  const { open, backoff, undo, members, waits, ended } = context;
  if (ended !== null) return `${ended.status} ${writeValue(ended.output)}`;

  return [
    writeValue(saga.value),
    writeGate(context),
    context.undoing[""]?.goal.kind === "end" ? mostVisits(context) : writeForward(context, causesRead(definition)),
    writeAll(waits, (wait) => writeWait(wait, relative)),
    writeAll(open, (call) => writeCall(call, definition)),
    writeAll(backoff, (call) => writeCall(call, definition)),
    writeAll(members, (record) => writeMembers(record, ordering)),
    writeStack(undo, ordering),
    writeWaysBack(context, ordering),
    writeCause(context, causesRead(definition)),
  ].join(";");
}

function writeGate({ incidents, late, phase, pivotPassed, undone, waived, locks, paused, deadline, held }: SagaContext): string {
  const isUndone = undone.length + waived.length > 0;

  return writeValue({ incidents, late, phase, pivotPassed, isUndone, locks, paused, deadline, held } as unknown as Json);
}

/** A saga that goes back to its beginning enters no state any more, and undos read no other steps. That it went round too often stays. */
function mostVisits({ visits }: SagaContext): number {
  return Math.max(0, ...Object.values(visits));
}

/** What is read on the way forward. */
function writeForward({ visits, vars, caught, steps, groups, blocks }: SagaContext, read: CausesRead): string {
  return [
    writeValue({ visits, vars, caught } as unknown as Json),
    writeAll({ ...groups, ...blocks }, (record, state) => (isLeft(steps[state]) ? null : writeValue(record as unknown as Json))),
    writeAll(steps, (step, state) => (isInsideLeft(state, steps) ? null : writeStep(step, groups[scopeOf(state)] !== undefined, read))),
  ].join();
}

function writeCause({ cause }: SagaContext, read: CausesRead): string {
  return cause === null ? "" : `cause ${read.ofSaga ? cause.type : ""}`;
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

/** The error of a step that goes on may become the one it fails with; that of one that was left may be read. */
function writeStep(step: StepRecord, isParticipant: boolean, read: CausesRead): string {
  const error = read.ofSteps || !isLeft(step) ? (step.error?.type ?? "") : "";

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

function writeMembers({ completed, ...record }: MembersRecord, ordering: Ordering): string {
  const inOrder = ordering === "exact" ? completed : completed.toSorted((left, right) => left - right);

  return `${writeValue(record as unknown as Json)} ${inOrder.join()}`;
}

/** Where undoing ends is an entry of the journal; only which part of the stack lies below it matters. */
function writeWaysBack({ turning, undoing, undo }: SagaContext, ordering: Ordering): string {
  const write = ({ goal, within, since, doubts }: Undoing): string => {
    const below = undo.filter(({ pushedAt }) => pushedAt < since);
    return `${writeValue(goal)} ${within.join()} ${doubts} [${writeStack(below, ordering)}]`;
  };

  return `${writeAll(turning, ({ undoing: then }) => (then === null ? "" : write(then)))} ${writeAll(undoing, write)}`;
}
