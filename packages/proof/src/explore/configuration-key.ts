import type { SagaContext, StepRecord } from "@skald/kernel";
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
  const books = Object.entries(ledger).map(([key, { standing }]) => `${key} ${standing}`);
  const sagas = Object.entries(family).map(([key, { saga }]) => [key, saga.value, ...contextKey(saga.context)]);

  return JSON.stringify([sagas, books, facts]);
}

function contextKey({ steps, undone, undo, turning, undoing, ...rest }: SagaContext): readonly unknown[] {
  // Where undoing ends is an entry of the journal; only which part of the stack lies above it matters.
  const above = (since: number): number => undo.filter(({ pushedAt }) => pushedAt < since).length;
  const stack = undo.map(({ state, visit, outcome, outputAt, setAside }) => [state, visit, outcome, outputAt !== null, setAside === true]);
  const turns = Object.entries(turning).map(([scope, { undoing: then }]) => [
    scope,
    then === null ? null : [then.goal, then.within, above(then.since)],
  ]);
  const undoings = Object.entries(undoing).map(([scope, { goal, within, since }]) => [scope, goal, within, above(since)]);

  return [compact(rest as unknown as Json), stepsKey(steps), [...new Set(undone)].sort(), stack, turns, undoings];
}

function stepsKey(steps: SagaContext["steps"]): Json {
  return Object.entries(steps).map(([state, step]) => [state, step.visit, step.status, step.undo, doubtOf(step), step.outputAt !== null]);
}

/** Whether some attempt had an unknown outcome is asked only until the visit is settled. */
function doubtOf(step: StepRecord): boolean {
  return step.status !== "succeeded" && step.tainted;
}

function compact(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(compact);

  const kept: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) {
    if (IDLE.has(name) || member === null || member === false) continue;
    kept[name] = keyOf(name, member);
  }
  return kept;
}

function keyOf(name: string, member: Json): Json {
  if (PRESENCE.has(name)) return true;
  // What is retried without end goes on for ever in the same way.
  if (name === "attempt") return Math.min(Number(member), ATTEMPT_MAX);

  return compact(member);
}
