import type { JsonObject } from "@skald/shared";
import type { OperationKey } from "../../../catalogue/catalogue.ts";
import type { Environment } from "../../../flow/flow.ts";
import type { Catcher } from "../../../flow/nodes.ts";
import type { Term } from "../../../term/term.ts";
import { fieldAt, textIn } from "../../fields.ts";
import type { Listed } from "../../unread.ts";

/** One action of a state. */
export interface Action extends Listed {
  /** The node's name: that of the state where it has one action. */
  readonly id: string;
  /** The name of the state it belongs to. */
  readonly state: string;
  readonly catchers: readonly Catcher[];
  readonly timeout: string | undefined;
  /** Its undo where another state is its compensation: what stands at the step, empty where the catalogue has it. */
  readonly undo?: (called: CalledAction) => JsonObject;
}

/** An action that is being written, with what its undo may need. */
export interface CalledAction {
  readonly name: string;
  readonly key: OperationKey;
  readonly given: Term;
  /** What is known once it has run. */
  readonly behind: Environment;
}

/** The actions of a state with their names. A single action that is entered by its own name has the state's. */
export function actionsIn(listed: readonly Listed[], state: string): readonly (Listed & Pick<Action, "id">)[] {
  const [only, ...more] = listed;
  if (only !== undefined && more.length === 0) return [{ ...only, id: isEnteredElsewhere(only) ? `do ${state}` : state }];

  return listed.map((action, index) => {
    const name = textIn(action.json, "name");
    return { ...action, id: name === undefined || name === state ? `${state} ${index + 1}` : name };
  });
}

function isEnteredElsewhere({ json }: Listed): boolean {
  return fieldAt(json, "sleep") !== undefined || textIn(json, "condition") !== undefined;
}
