import { type AssertionModel, expressions } from "@skald/dsl";
import { sagaStatus } from "@skald/kernel";
import { effectsOf, type Ledger } from "./ledger.ts";
import { type Position, rootOf } from "./position.ts";

/** An assertion that does not hold, or cannot be evaluated. */
export interface BrokenAssertion {
  readonly name: string;
  readonly detail: string;
}

/** The assertions that do not hold here, judged by the participants' books. */
export function brokenAssertions(assertions: readonly AssertionModel[], position: Position): readonly BrokenAssertion[] {
  if (assertions.length === 0) return [];
  const names = { ...ledgerNames(position.ledger), saga: { status: sagaStatus(rootOf(position).saga) } };

  return assertions.flatMap(({ name, always }) => {
    const holds = expressions.evaluateBoolean(always, names);
    if (holds.ok && holds.value) return [];
    return [{ name, detail: holds.ok ? always : holds.error.message }];
  });
}

/** `done`, `undone` and `maybe` of a state (dsl.md, section 8), over all its visits. */
function ledgerNames(ledger: Ledger): Readonly<Record<string, (state: string) => boolean>> {
  const some = (state: string, standing: string): boolean => effectsOf(ledger, state).some((effect) => effect.standing === standing);

  return {
    done: (state) => some(state, "applied"),
    undone: (state) => some(state, "undone"),
    maybe: (state) => some(state, "maybe"),
  };
}
