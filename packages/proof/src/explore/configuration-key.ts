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
  "undoOpenedAt",
  "entry",
  "undoError",
  "cause",
]);
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
  "status_",
]);

/** Choices that stay the same for the life of a saga, by the text of the condition. */
export type Facts = Readonly<Record<string, boolean>>;

/** The key of a position. Equal keys have equal futures. */
export function configurationKey({ saga, ledger }: Position, facts: Facts): string {
  const { context } = saga;
  const { steps, undone, ...rest } = context;
  const books = Object.entries(ledger).map(([key, { standing }]) => `${key} ${standing}`);

  return JSON.stringify([saga.value, compact(rest as unknown as Json), stepsKey(steps), [...new Set(undone)].sort(), books, facts]);
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
    kept[name] = PRESENCE.has(name) ? true : compact(member);
  }
  return kept;
}
