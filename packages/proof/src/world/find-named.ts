import type { CompiledSaga, CompiledState, ErrorRule } from "@skald/dsl";
import { ownMember } from "@skald/shared";

/** What a line of outcomes names: a state, or a participant of a two-phase group (`book.hotel`), with the errors it may answer. */
export type Named =
  | { readonly kind: "state"; readonly state: CompiledState }
  | { readonly kind: "participant"; readonly errors: readonly ErrorRule[] };

/** Finds what a line names: of a saga, or of the items of a forEach in it (`each.pack` of all, `each#1[0].pack` of the first). */
export function findNamed(definition: CompiledSaga, name: string): Named | null {
  const own = ownMember(definition.states, name);
  if (own !== undefined) return { kind: "state", state: own };

  for (const [block, state] of Object.entries(definition.states)) {
    const inside = name.startsWith(block) ? /^(?:#\d+\[\d+\])?\.(.+)$/.exec(name.slice(block.length))?.[1] : undefined;
    const found = inside === undefined ? null : findInside(state, inside);
    if (found !== null) return found;
  }
  return null;
}

function findInside(state: CompiledState, name: string): Named | null {
  if (state.type === "forEach") return findNamed(state.body, name);
  const participant = state.type === "transaction" ? state.participants.find((one) => one.name === name) : undefined;

  return participant === undefined ? null : { kind: "participant", errors: participant.errors };
}
