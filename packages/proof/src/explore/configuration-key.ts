import type { Saga, SagaContext, StepRecord, UndoEntry } from "@skald/kernel";
import type { Json } from "@skald/shared";
import type { Position } from "../world/position.ts";

// What matters of a position for everything that can come. Two positions with one key have the same future, so only
// the first is explored. What is left out is what no decision of a made-up world depends on: instants, sequence numbers,
// words for people, and how often something was tried that is settled now.

/** Instants and numbers of entries: only whether they are there matters. */
const PRESENCE: ReadonlySet<string> = new Set([
  "at",
  "since",
  "startedAt",
  "endedAt",
  "dueAt",
  "leftMs",
  "openedAt",
  "outputAt",
  "entry",
  "undoError",
  "cause",
  "givenAt",
  "settledAt",
  "decidedAt",
  "lateSince",
]);
/** Attempts beyond the bounds of a model are all alike. */
const ATTEMPT_MAX = 3;

/** Words, and counters nobody decides by. */
const IDLE: ReadonlySet<string> = new Set([
  "detail",
  "delayMs",
  "ignored",
  "internalErrors",
  "attempts",
  "undoAttempts",
  "callId",
  "category",
]);

/** Choices that stay the same for the life of a saga, by the text of the condition. */
export type Facts = Readonly<Record<string, boolean>>;

/** The key of a position. Equal keys have equal futures. */
export function configurationKey({ family, ledger }: Position, facts: Facts): string {
  const sagas = Object.entries(family).map(([key, { saga }]) => `${key}:${writeSaga(saga)}`);

  return `${sagas.join("\n")}\n${writeBooks(ledger)}\n${JSON.stringify(facts)}`;
}

function writeBooks(ledger: Position["ledger"]): string {
  return Object.entries(ledger)
    .map(([key, { standing }]) => `${key} ${standing}`)
    .join();
}

function writeSaga({ value, context }: Saga): string {
  const { steps, undone, undo, turning, undoing, ...rest } = context;
  // Where undoing ends is an entry of the journal; only which part of the stack lies above it matters.
  const above = (since: number): number => undo.filter(({ pushedAt }) => pushedAt < since).length;
  const turns = Object.entries(turning).map(([scope, { undoing: then }]) => [
    scope,
    then === null ? null : [then.goal, then.within, above(then.since)],
  ]);
  const undoings = Object.entries(undoing).map(([scope, { goal, within, since }]) => [scope, goal, within, above(since)]);

  return [
    JSON.stringify(value),
    write(rest as unknown as Json),
    writeSteps(steps),
    writeUndone(undone),
    writeStack(undo),
    turns.length + undoings.length === 0 ? "" : JSON.stringify([turns, undoings]),
  ].join(";");
}

function writeUndone(undone: SagaContext["undone"]): string {
  return [...new Set(undone)].sort().join();
}

function writeStack(undo: SagaContext["undo"]): string {
  return undo.map(writeUndo).join();
}

function writeUndo({ state, visit, outcome, outputAt, setAside }: UndoEntry): string {
  return `${state}#${visit} ${outcome} ${outputAt !== null} ${setAside === true}`;
}

function writeSteps(steps: SagaContext["steps"]): string {
  return Object.entries(steps)
    .map(([state, step]) => `${state}#${writeStep(step)}`)
    .join();
}

function writeStep(step: StepRecord): string {
  return `${step.visit} ${step.status} ${step.undo} ${isInDoubt(step)} ${step.outputAt !== null}`;
}

/** Whether some attempt had an unknown outcome is asked only until the visit is settled. */
function isInDoubt(step: StepRecord): boolean {
  return step.status !== "succeeded" && step.tainted;
}

/** A value without what does not matter. */
function write(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);

  return writeParts(value);
}

function writeParts(value: Exclude<Json, string | number | boolean | null>): string {
  if (Array.isArray(value)) return `[${value.map(write).join()}]`;

  let text = "{";
  for (const [name, member] of Object.entries(value)) {
    if (IDLE.has(name) || member === null || member === false) continue;
    text += `${JSON.stringify(name)}:${writeMember(name, member)},`;
  }
  return `${text}}`;
}

function writeMember(name: string, member: Json): string {
  if (PRESENCE.has(name)) return "true";
  // What is retried without end goes on for ever in the same way.
  if (name === "attempt") return String(Math.min(Number(member), ATTEMPT_MAX));

  return write(member);
}
