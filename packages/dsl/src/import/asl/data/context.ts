import { mustGet } from "../../../model/must-get.ts";
import type { Environment } from "../../flow/flow.ts";
import { layOver, literal, objectOf, type Term, tight } from "../../term/term.ts";
import type { AslState } from "../machine.ts";

/** The name of the context object in an environment: `$$` of JSONPath, `$states.context` of JSONata. */
export const CONTEXT = "$$";

/** The indexes of the Maps around a state, the outermost first, as a list in an environment. */
export const ROUND = "the round";

/** The context object of a machine where it begins. */
export function contextAtStart(): Term {
  const execution = objectOf([
    ["Id", tight("saga.id")],
    ["Name", tight("saga.id")],
    ["Input", tight("input")],
    ["StartTime", tight("string(saga.startedAt)")],
  ]);
  const machine = objectOf([
    ["Id", tight("saga.name")],
    ["Name", tight("saga.name")],
  ]);

  return objectOf([
    ["Execution", execution],
    ["StateMachine", machine],
  ]);
}

/** The context object as every state sees it. */
export function contextIn(environment: Environment): Term {
  return mustGet(environment, CONTEXT);
}

/** The context object as one state sees it. */
export function contextOf(state: AslState, environment: Environment): Term {
  return layOver(contextIn(environment), objectOf([["State", objectOf([["Name", literal(state.id)]])]]));
}
