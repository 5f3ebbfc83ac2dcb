import { isJsonObject } from "@skald/shared";
import type { DocumentReference } from "../builders/build-reference.ts";
import { kindOfTask } from "../edges.ts";
import type { ResolvedServices } from "../resolve.ts";
import type { ChildState, SagaModel, StateModel } from "../saga-model.ts";
import type { JsonSchema, Template } from "../service-model.ts";
import { isOfType, placedStates } from "../states/placed-states.ts";

/** What a saga must know of the definition of a child before it runs. */
export interface ChildSummary {
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly input: JsonSchema | null;
  /** Names of the members of its output; null: it may have any. */
  readonly output: readonly string[] | null;
  /** Whether it can pass a pivot, as far as it knows by itself. */
  readonly canPassPivot: boolean;
  /** Its own children: through them a saga may come back to itself, or pass a pivot. */
  readonly children: readonly DocumentReference[];
}

/** Finds the newest active definition of a saga that fits a range, no pre-release; null when there is none. */
export type FindSaga = (namespace: string, name: string, range: string | null) => ChildSummary | null;

/** How a child is named among the resolved ones: `namespace/name@range`, `*` for any version. */
export function referenceText({ namespace, name, range }: DocumentReference): string {
  return `${namespace}/${name}@${range ?? "*"}`;
}

/** The summary of a saga that is known by its model. */
export function childFromModel(saga: SagaModel, services: ResolvedServices): ChildSummary {
  const states = placedStates(saga);
  const { namespace, name, version, input } = saga;

  return {
    namespace,
    name,
    version,
    input,
    output: outputNames(states.flatMap(({ state }) => (state.type === "succeed" ? [state.output] : []))),
    canPassPivot: states.some(({ state }) => isOwnPivot(state, services)),
    children: states.filter((placed) => isOfType(placed, "saga")).map(({ state }) => (state as ChildState).saga),
  };
}

/** Names a saga gives in one of its ends or another; null when one of them is not written out. */
export function outputNames(outputs: readonly (Template | null)[]): readonly string[] | null {
  const written = outputs.filter(isJsonObject);
  if (written.length < outputs.length) return null;

  return [...new Set(written.flatMap((output) => Object.keys(output)))];
}

/** Whether a state closes the way back by what it does itself: a child is not asked. */
export function isOwnPivot(state: StateModel, services: ResolvedServices): boolean {
  if (state.type === "transaction") return state.kind === "pivot";

  return state.type === "task" && kindOfTask(state, services) === "pivot";
}
