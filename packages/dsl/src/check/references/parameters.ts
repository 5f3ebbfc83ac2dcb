import { isJsonArray, isJsonObject, type Json } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import { referenceText } from "../../model/children/child-summary.ts";
import { membersAt } from "../../model/read-json.ts";
import { findOperation } from "../../model/resolve.ts";
import type { StateModel } from "../../model/saga-model.ts";
import type { JsonSchema, Template } from "../../model/service-model.ts";
import { operationCalls } from "../../model/states/operation-calls.ts";
import type { Check, SagaDefinition } from "../check.ts";

/** Values that are given where a schema says what is needed: parameters of an operation, the input of a saga. */
interface Given {
  readonly values: Template;
  readonly schema: JsonSchema | null;
  /** Path of the values. */
  readonly path: Path;
  /** Where it is told when nothing is given at all. */
  readonly instead: Path;
  /** How the values are called: parameters of an operation, or members of an input. */
  readonly taker: "operation" | "saga";
}

/** `with` and `input` give every value that is required, and none that is forbidden. */
export const parameters: Check = (definition, report) => {
  for (const given of [
    ...definition.states.flatMap(({ state, path }) => givenBy(state, path, definition)),
    ...givenByTriggers(definition),
  ]) {
    checkGiven(given, { definition, report });
  }
};

function givenBy(state: StateModel, path: Path, { services, children }: SagaDefinition): readonly Given[] {
  const calls = operationCalls(state).map(
    (call): Given => ({
      values: call.with,
      schema: findOperation(call.call, services)?.params ?? null,
      path: [...path, ...call.path, "with"],
      instead: [...path, ...call.path, "call"],
      taker: "operation",
    }),
  );
  if (state.type !== "saga") return calls;

  const schema = children.get(referenceText(state.saga))?.summary.input ?? null;
  return [{ values: state.input, schema, path: [...path, "input"], instead: [...path, "saga"], taker: "saga" }];
}

function givenByTriggers({ model }: SagaDefinition): readonly Given[] {
  return model.triggers.map((trigger, index) => ({
    values: trigger.input,
    schema: model.input,
    path: ["triggers", index, trigger.kind, "input"],
    instead: ["triggers", index],
    taker: "saga",
  }));
}

function checkGiven(
  { values, schema, path, instead, taker }: Given,
  { definition: { places }, report }: { readonly definition: SagaDefinition; readonly report: Parameters<Check>[1] },
): void {
  // What is one expression is only known when it is evaluated.
  if (!isJsonObject(schema) || !isJsonObject(values)) return;

  const given = new Set(Object.keys(values));
  const word = taker === "operation" ? "parameter" : "input";
  for (const name of requiredOf(schema["required"])) {
    if (given.has(name)) continue;
    report({
      code: "MISSING_PARAM",
      at: places.keySpanOf(given.size > 0 ? path : instead),
      message: `The ${word} "${name}" is required and not given.`,
    });
  }
  const declared = new Set(membersAt(schema, "properties").map(([name]) => name));
  if (schema["additionalProperties"] !== false) return;
  for (const name of given) {
    if (declared.has(name)) continue;
    report({
      code: "UNDECLARED_PROPERTY",
      at: places.keySpanOf([...path, name]),
      message: `The ${taker} takes no ${word} "${name}".`,
      suggestion: { word: name, among: declared },
    });
  }
}

function requiredOf(value: Json | undefined): readonly string[] {
  return value !== undefined && isJsonArray(value) ? value.filter((name): name is string => typeof name === "string") : [];
}
