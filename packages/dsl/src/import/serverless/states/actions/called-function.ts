import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { OperationKey } from "../../../catalogue/catalogue.ts";
import { documentOf, type Environment } from "../../../flow/flow.ts";
import type { Term } from "../../../term/term.ts";
import { fieldAt, objectIn, textIn } from "../../fields.ts";
import { operationOfFunction } from "../../function-call.ts";
import { expressionAt, valueAt } from "../../place.ts";
import { type Listed, tellDropped, tellUnread } from "../../unread.ts";
import { placeIn } from "../document.ts";
import type { Workflow } from "../workflow.ts";

/** The function an action calls. */
export function functionOf(action: JsonObject): { readonly name: string; readonly given: Json | undefined } {
  return {
    name: textIn(action, "functionRef") ?? textIn(action, "functionRef", "refName") ?? "",
    given: fieldAt(action, "functionRef", "arguments") ?? fieldAt(action, "functionRef", "parameters"),
  };
}

/** What a function or a workflow is given: its arguments, or the document where it has none. */
export function givenTo(workflow: Workflow, { json, at }: Listed, entry: Environment): Term {
  const from = textIn(json, "actionDataFilter", "fromStateData");
  const document =
    from === undefined
      ? documentOf(entry)
      : expressionAt(from, placeIn(workflow, [...at, "actionDataFilter", "fromStateData"], { environment: entry }));
  const { given } = functionOf(json);
  if (given === undefined) return document;

  return valueAt(given, placeIn(workflow, [...at, "functionRef", "arguments"], { environment: entry, document }));
}

const FIELDS = ["refName", "arguments", "parameters", "invoke"];

/** The operation an action calls; the text of an expression, which calls nothing. */
export function operationOf(workflow: Workflow, { json, at }: Listed): OperationKey | string {
  const { name } = functionOf(json);
  const { session } = workflow;
  tellUnread({ session, at: [...at, "functionRef"] }, { json: objectIn(json, "functionRef"), of: `the call of "${name}"` }, FIELDS);
  const definition = workflow.functions.get(name) ?? { json: {}, at };
  const operation = textIn(definition.json, "operation") ?? "";
  if (definition.json["type"] === "expression") return operation;
  if (isJsonObject(fieldAt(definition.json, "operation"))) tellDropped({ session, at: definition.at }, "operation", `"${name}"`);

  return operationOfFunction(session, {
    name: name === "" ? "function" : name,
    type: textIn(definition.json, "type") ?? "rest",
    operation,
    at: definition.at,
  });
}
