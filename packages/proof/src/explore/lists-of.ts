import type { CompiledSaga } from "@skald/dsl";

/** The expressions that give the items of a forEach, in definitions and the bodies inside them. */
export function listsOf(definitions: readonly CompiledSaga[]): ReadonlySet<string> {
  return new Set(definitions.flatMap(listsIn));
}

function listsIn({ states }: CompiledSaga): readonly string[] {
  return Object.values(states).flatMap((state) => (state.type === "forEach" ? [state.in.trim(), ...listsIn(state.body)] : []));
}
