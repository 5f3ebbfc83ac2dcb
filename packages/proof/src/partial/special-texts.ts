import type { CompiledSaga, CompiledState } from "@skald/dsl";

/** Expressions and templates of definitions whose value has to be of a kind even where nobody knows it. */
export interface SpecialTexts {
  /** Give the items of a forEach. */
  readonly lists: ReadonlySet<string>;
  /** Give what the key of an event has to equal. */
  readonly matches: ReadonlySet<string>;
  /** Give the key of a call: one line of visible ASCII signs. */
  readonly keys: ReadonlySet<string>;
}

/** The special texts of definitions and of the bodies inside them. */
export function specialTexts(definitions: readonly CompiledSaga[]): SpecialTexts {
  const states = definitions.flatMap(statesIn);
  const cases = states.flatMap((state) => (state.type === "listen" ? state.cases : []));

  return {
    lists: new Set(states.flatMap((state) => (state.type === "forEach" ? [state.in.trim()] : []))),
    matches: new Set(cases.flatMap(({ awaits }) => (awaits.kind === "event" && awaits.match !== null ? [awaits.match.trim()] : []))),
    keys: new Set(states.flatMap((state) => (state.type === "task" && state.idempotencyKey !== null ? [state.idempotencyKey] : []))),
  };
}

function statesIn({ states }: CompiledSaga): readonly CompiledState[] {
  return Object.values(states).flatMap((state) => (state.type === "forEach" ? [state, ...statesIn(state.body)] : [state]));
}
