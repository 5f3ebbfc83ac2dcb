import { isJsonArray, isJsonObject, type Json } from "@skald/shared";
import { operationOf } from "../../model/resolve.ts";
import type { Check } from "../check.ts";

/** `with` gives every parameter the operation requires, and none it forbids. */
export const parameters: Check = ({ model, services, places, document }, report) => {
  for (const state of model.states) {
    if (state.type !== "task") continue;
    const schema = operationOf(state, services)?.params;
    // A `with` that is one expression is only known when it is evaluated.
    if (!isJsonObject(schema) || !isJsonObject(state.with)) continue;

    const given = Object.keys(state.with);
    const path = ["states", state.name];
    const hasWith = isJsonObject((document["states"] as Record<string, Json>)[state.name]) && given.length > 0;
    for (const name of requiredOf(schema["required"])) {
      if (given.includes(name)) continue;
      report({
        code: "MISSING_PARAM",
        at: places.keySpanOf(hasWith ? [...path, "with"] : [...path, "call"]),
        message: `The parameter "${name}" is required and not given.`,
      });
    }
    const declared = isJsonObject(schema["properties"]) ? Object.keys(schema["properties"]) : [];
    if (schema["additionalProperties"] !== false) continue;
    for (const name of given) {
      if (declared.includes(name)) continue;
      report({
        code: "UNDECLARED_PROPERTY",
        at: places.keySpanOf([...path, "with", name]),
        message: `The operation takes no parameter "${name}".`,
        suggestion: { word: name, among: declared },
      });
    }
  }
};

function requiredOf(value: Json | undefined): readonly string[] {
  return value !== undefined && isJsonArray(value) ? value.filter((name): name is string => typeof name === "string") : [];
}
