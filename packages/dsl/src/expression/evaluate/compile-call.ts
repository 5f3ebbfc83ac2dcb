import { findFunctions, type LibraryFunction } from "../functions.ts";
import type { CallNode, SyntaxNode } from "../syntax/syntax-tree.ts";
import { fail } from "../values/failure.ts";
import { kindOf } from "../values/value.ts";
import { type Evaluate, type Frame, readScope, spend } from "./frame.ts";

/** A call of the library, or of a function the scope brings along. */
export function compileCall(node: CallNode, compile: (child: SyntaxNode) => Evaluate): Evaluate {
  const nodes = node.receiver === null ? node.arguments : [node.receiver, ...node.arguments];
  const given = nodes.map(compile);
  const overloads = findFunctions(node.name, node.receiver !== null).filter(({ parameters }) => parameters.length === nodes.length);
  const isScopeFunction = node.receiver === null && findFunctions(node.name, false).length === 0;

  return (frame) => {
    spend(frame, 1);
    const values = given.map((argument) => argument(frame));
    if (isScopeFunction) return callScopeFunction(frame, node.name, values);

    return (findOverload(overloads, values) ?? failOverload(node, values)).call(values, frame);
  };
}

function findOverload(overloads: readonly LibraryFunction[], values: readonly unknown[]): LibraryFunction | undefined {
  return overloads.find(({ parameters }) => parameters.every((kind, index) => kind === "any" || kind === kindOf(values[index])));
}

function failOverload(node: CallNode, values: readonly unknown[]): never {
  const isMethod = node.receiver !== null;
  const kinds = values.slice(isMethod ? 1 : 0).map(kindOf);
  const call = `${isMethod ? `${kindOf(values[0])}.` : ""}${node.name}(${kinds.join(", ")})`;
  const isKnown = findFunctions(node.name, isMethod).length > 0;

  return isKnown ? fail("EXPRESSION_FAILED", `There is no ${call}.`) : fail("UNKNOWN_FUNCTION", `There is no function ${node.name}().`);
}

/** `done("capture")` and the like: functions the scope brings along, of strings, to a scalar. */
function callScopeFunction(frame: Frame, name: string, values: readonly unknown[]): unknown {
  const called = readScope(frame.scope, name);
  if (typeof called !== "function") return fail("UNKNOWN_FUNCTION", `There is no function ${name}().`);
  if (!values.every((value) => typeof value === "string")) return fail("EXPRESSION_FAILED", `${name}() takes strings.`);

  const result: unknown = called(...values);
  return result === null || ["string", "number", "boolean"].includes(typeof result)
    ? result
    : fail("RESULT_NOT_JSON", `${name}() gave no plain value.`);
}
