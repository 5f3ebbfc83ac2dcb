import type { SagaModel, ScopeModel, StateModel } from "@skald/dsl";
import fc from "fast-check";
import { aDefinition } from "./build-saga.ts";
import { finalPlan, sagaPlan } from "./random/plan.ts";
import { renderSaga } from "./random/render-plan.ts";
import type { Definition } from "./run.ts";

const STATES_MAX = 40;

/** A valid definition of at most 40 states, five deep, with up to three children; with the seed of its outcomes. */
export interface RandomSaga {
  readonly definition: Definition;
  readonly seed: number;
}

/** Draws definitions; shrinks to fewer and plainer states. Without `outside` none has a `listen`, `human` or `emit`. */
export function arbitrarySaga({ outside }: { readonly outside: boolean } = { outside: true }): fc.Arbitrary<RandomSaga> {
  const child = sagaPlan({ children: false, outside });
  const plans = fc.record({ saga: sagaPlan({ children: true, outside }), first: child, second: child, final: finalPlan(outside) });

  return fc
    .record({ plans, seed: fc.integer({ min: 0, max: 0x7fffffff }) })
    .map(({ plans: { saga, first, second, final }, seed }) => {
      const children = [renderSaga(first, "first"), renderSaga(second, "second"), renderSaga(final, "final")];
      const model = renderSaga(saga, "random");
      const used = children.filter((child) => JSON.stringify(model).includes(`"name":"${child.name}"`));
      return { definition: aDefinition(model, used), seed };
    })
    .filter(({ definition }) => countStates(definition.saga) <= STATES_MAX);
}

/** How many states a saga has, in all its scopes. */
export function countStates({ states }: SagaModel | ScopeModel): number {
  return states.reduce((sum, state) => sum + 1 + scopesOf(state).reduce((inner, scope) => inner + countStates(scope), 0), 0);
}

function scopesOf(state: StateModel): readonly ScopeModel[] {
  if (state.type === "parallel") return Object.values(state.branches);
  return state.type === "forEach" ? [state.body] : [];
}
