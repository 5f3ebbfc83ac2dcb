import type { CompiledState } from "@skald/dsl";
import { isJsonObject, type Json } from "@skald/shared";
import type { ScriptedIncoming } from "../simulate/script.ts";
import type { Awaited } from "../world/happening.ts";

/** What a state waits for in a line of outcomes: by its type, or `callback.ship` and `lock.ship` of a task. Null: nothing. */
export function awaitedIn(state: CompiledState, lane: string): Awaited["of"] | null {
  if (lane === "lock") return (state.type === "task" || state.type === "transaction") && state.locks.length > 0 ? "lock" : null;
  if (lane === "callback") return state.type === "task" && state.await !== null ? "callback" : null;
  if (lane !== "action") return null;
  if (state.type === "listen") return "event";

  return state.type === "human" ? "person" : null;
}

/**
 * What one word says of something awaited, or what it may say: `timedOut`, the type of an event, the outcome a person
 * chooses, `ok` or a refusal of a callback, `granted`. `{ word: … }` gives what comes with it.
 */
export function readIncoming(state: CompiledState, of: Awaited["of"], value: Json): ScriptedIncoming | string {
  const [word, given] = isJsonObject(value) ? (Object.entries(value)[0] ?? ["", undefined]) : [value, undefined];
  const known = wordsOf(state, of);
  const incoming = typeof word === "string" ? known.get(word) : undefined;
  if (incoming === undefined) return `allowed are ${[...known.keys()].join(", ")}.`;

  return given === undefined ? incoming : withGiven(incoming, given);
}

function withGiven(incoming: ScriptedIncoming, given: Json): ScriptedIncoming | string {
  switch (incoming.kind) {
    case "received":
      return { ...incoming, payload: given };
    case "decided":
      return { ...incoming, form: given };
    case "done":
      return { ...incoming, output: given };
    default:
      return "nothing comes with it.";
  }
}

/** Every word, the more particular first where two mean the same. */
function wordsOf(state: CompiledState, of: Awaited["of"]): ReadonlyMap<string, ScriptedIncoming> {
  const nothing = ["timedOut", { kind: "nothing" }] as const;
  switch (of) {
    case "event":
      return new Map<string, ScriptedIncoming>([...eventWords(state), nothing]);
    case "person":
      return new Map<string, ScriptedIncoming>([
        nothing,
        ...outcomesOf(state).map((outcome) => [outcome, { kind: "decided", outcome }] as const),
      ]);
    case "callback":
      return new Map<string, ScriptedIncoming>([
        ["ok", { kind: "done" }],
        ["refused", { kind: "refused" }],
        ...refusalWords(state),
        nothing,
      ]);
    case "lock":
      return new Map<string, ScriptedIncoming>([["granted", { kind: "granted" }], ["deadlock", { kind: "deadlock" }], nothing]);
  }
}

/** `received` is the first case, an event of a type or a signal of a name the first that waits for it, and any case has its number. */
function eventWords(state: CompiledState): readonly (readonly [string, ScriptedIncoming])[] {
  const cases = state.type === "listen" ? state.cases : [];
  const named = cases.map(({ awaits }, index) => [awaits.kind === "event" ? awaits.type : awaits.name, index] as const);
  const numbered = cases.map((_one, index) => [`case ${index + 1}`, index] as const);

  return [["received", 0] as const, ...numbered, ...named.toReversed()].map(([word, index]) => [word, { kind: "received", case: index }]);
}

function outcomesOf(state: CompiledState): readonly string[] {
  return state.type === "human" ? Object.keys(state.outcomes) : [];
}

function refusalWords(state: CompiledState): readonly (readonly [string, ScriptedIncoming])[] {
  return state.type === "task" ? state.errors.map(({ type }) => [type, { kind: "refused", type }] as const) : [];
}
