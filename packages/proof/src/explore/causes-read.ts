import type { CompiledSaga } from "@skald/dsl";

/** Whether expressions of a definition tell one failure from another, and not only that something failed. */
export interface CausesRead {
  /** `steps.<state>.error` */
  readonly ofSteps: boolean;
  /** `cause`, in undos. */
  readonly ofSaga: boolean;
}

// A memo by definition: it can change no answer.
const known = new WeakMap<CompiledSaga, CausesRead>();

/** Found by the words alone: one too many costs configurations, never a finding. */
export function causesRead(definition: CompiledSaga): CausesRead {
  const found = known.get(definition) ?? search(definition);
  known.set(definition, found);

  return found;
}

function search({ states }: CompiledSaga): CausesRead {
  const text = JSON.stringify(states);

  return { ofSteps: /\bsteps\b[^"]*\berror\b/.test(text), ofSaga: /\bcause\b(?!\\?":)/.test(text) };
}
