import type { JsonObject } from "@skald/shared";
import type { OperationKey } from "../../../catalogue/catalogue.ts";
import { type Environment, withValues } from "../../../flow/flow.ts";
import { type Catcher, passingNode, straightNode } from "../../../flow/nodes.ts";
import { templateOf } from "../../../term/render-term.ts";
import { type Term, tight } from "../../../term/term.ts";
import { objectIn } from "../../fields.ts";
import { expressionAt, tellAt, valueAt } from "../../place.ts";
import { placeIn } from "../document.ts";
import { type Scoped, stateNameOf, type Target, type Workflow } from "../workflow.ts";
import type { Action } from "./action.ts";
import { behindAction } from "./action-result.ts";
import { functionOf, givenTo, operationOf } from "./called-function.ts";
import { retryOf } from "./retries.ts";

/** A call of a function; an expression calls nothing. */
export function addFunction(scoped: Scoped, action: Action, to: Target): Target {
  const { session } = scoped.workflow;
  const { json, at, id } = action;
  const reference = objectIn(json, "functionRef");
  const place = { session, at: [...at, "functionRef"] };
  if (reference["invoke"] === "async")
    tellAt(place, "changed", [
      `"${functionOf(json).name}" is called without waiting; here the step waits for the answer.`,
      "Let the service answer at once, or send an event.",
    ]);
  const called = operationOf(scoped.workflow, action);
  scoped.nodes.set(
    id,
    typeof called === "string" ? expressionNode(scoped, action, { expression: called, to }) : callNode(scoped, action, { called, to }),
  );

  return id;
}

type Node = ReturnType<typeof straightNode>;

function expressionNode(
  { workflow }: Scoped,
  action: Action,
  { expression, to }: { readonly expression: string; readonly to: Target },
): Node {
  const { id, at } = action;
  const behind = (entry: Environment): Environment => {
    const place = placeIn(workflow, at, { environment: withArguments(workflow, action, entry) });
    return behindAction(workflow, action, { entry, result: expressionAt(expression, place) });
  };

  return passingNode({ id, at, to, behind });
}

function withArguments(workflow: Workflow, { json, at }: Action, entry: Environment): Environment {
  const given = objectIn(json, "functionRef", "arguments");
  const place = placeIn(workflow, at, { environment: entry });

  return withValues(
    entry,
    Object.entries(given).map(([name, value]): readonly [string, Term] => [`$${name}`, valueAt(value, place)]),
  );
}

function callNode(scoped: Scoped, action: Action, { called, to }: { readonly called: OperationKey; readonly to: Target }): Node {
  const { workflow } = scoped;
  const { at, id, catchers, timeout } = action;
  const name = stateNameOf(scoped, id);
  const behindCall = (entry: Environment): Environment => behindAction(workflow, action, { entry, result: tight(`steps.${name}.output`) });
  declareErrors(workflow, action, called);

  return straightNode({
    id,
    at,
    to,
    catchers,
    behind: behindCall,
    state: (entry): JsonObject => {
      const given = givenTo(workflow, action, entry);
      return {
        type: "task",
        call: `${called.service}.${called.operation}`,
        with: templateOf(given, workflow.session.merging(at, `"${id}"`)),
        ...retryOf(workflow, action),
        ...(timeout === undefined ? {} : { timeout }),
        ...action.undo?.({ name, key: called, given, behind: behindCall(entry) }),
      };
    },
  });
}

const BUILT_IN: readonly string[] = ["*", "Timeout", "Refused", "Unavailable"];

// A numeric code of an error definition is the status of the answer; what else tells an error is not known.
function declareErrors({ session, errors }: Workflow, { catchers, id, at }: Action, key: OperationKey): void {
  for (const type of catchers.flatMap((catcher: Catcher) => catcher.errors)) {
    if (BUILT_IN.includes(type)) continue;
    const code = String(errors.get(type)?.json["code"] ?? type);
    if (/^[1-5]\d\d$/.test(code)) {
      session.catalogue.addError(key, { when: `\${ response.status == ${code} }`, type });
      continue;
    }
    session.catalogue.addError(key, { when: `\${ response.body.type == ${JSON.stringify(code)} }`, type });
    tellAt({ session, at }, "changed", [
      `The source does not say by what answer "${id}" fails with "${type}"; here by one whose body has the type "${code}".`,
      `Say it under errors of the operation "${key.service}.${key.operation}".`,
    ]);
  }
}
