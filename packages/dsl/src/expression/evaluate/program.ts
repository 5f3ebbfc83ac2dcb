import { findFunctions, type LibraryFunction } from "../functions.ts";
import { requireIndex } from "../numbers.ts";
import { REFUSED_NAMES } from "../syntax/parse.ts";
import type {
  BinaryNode,
  CallNode,
  ConditionalNode,
  HasNode,
  IndexNode,
  LogicalNode,
  MemberNode,
  SyntaxNode,
  UnaryNode,
} from "../syntax/syntax-tree.ts";
import { type EvaluationFailure, fail, isAbsorbable } from "../values/failure.ts";
import { clip, parseTimestamp } from "../values/times.ts";
import { contentOf, kindOf, optionalValue, TYPE_NAMES } from "../values/value.ts";
import { type ComprehensionParts, runComprehension } from "./comprehension.ts";
import { type Frame, readOwn, readScope, spend } from "./frame.ts";
import { OPERATORS } from "./operators.ts";

// A syntax tree becomes closures, once; running them is evaluation. The invariants:
//   E1. Every node spends at least one operation, so no program runs longer than its budget.
//   E2. Only own properties of plain objects and elements of lists are read; nothing is written.
//   E3. Undefined never leaves a closure: a thing that is not there is a failure or an optional.

/** One node, compiled. */
export type Evaluate = (frame: Frame) => unknown;

/** Members of `saga` that hold instants; the scope has them as RFC 3339 texts. */
export const SAGA_INSTANTS: ReadonlySet<string> = new Set(["startedAt", "updatedAt"]);

/** Compiles a tree. `locals` are the variables of the comprehensions around it, outermost first. */
export function compileProgram(node: SyntaxNode, locals: readonly string[] = []): Evaluate {
  const compile = (child: SyntaxNode): Evaluate => compileProgram(child, locals);
  switch (node.kind) {
    case "literal":
      return compileLiteral(node.value);
    case "name":
      return compileName(node.name, locals);
    case "member":
      return compilePath(node, locals) ?? compileMember(node, compile(node.object), isSagaInstant(node, locals));
    case "index":
      return compileIndex(node, compile(node.object), compile(node.index));
    case "call":
      return compileCall(node, compile);
    case "has":
      return compileHas(node, compile(node.target.object));
    case "fallback":
      return compileFallback(node.method, compile(node.receiver), compile(node.fallback));
    case "comprehension":
      return compileComprehension(
        { ...node, inner: (child) => compileProgram(child, [...locals, node.variable]) },
        compile(node.range),
        locals.length,
      );
    case "list":
      return compileList(node.elements.map(compile));
    case "map":
      return compileMap(node.entries.map(({ key, value }) => [compile(key), compile(value)]));
    case "unary":
      return compileUnary(node, compile(node.operand));
    case "binary":
      return compileBinary(node, compile(node.left), compile(node.right));
    case "logical":
      return compileLogical(node, compile(node.left), compile(node.right));
    case "conditional":
      return compileConditional(node, compile);
  }
}

function compileLiteral(value: unknown): Evaluate {
  return (frame) => {
    spend(frame, 1);
    return value;
  };
}

function compileName(name: string, locals: readonly string[]): Evaluate {
  const slot = locals.lastIndexOf(name);
  if (slot !== -1) {
    return (frame) => {
      spend(frame, 1);
      return frame.locals[slot];
    };
  }
  const type = TYPE_NAMES.get(name);

  return (frame) => {
    spend(frame, 1);
    return readScope(frame.scope, name) ?? requireNamed(frame, name, type);
  };
}

function requireNamed(frame: Frame, name: string, type: unknown): unknown {
  if (readScope(frame.scope, name) === null) return null;

  return type ?? fail("UNKNOWN_NAME", `"${name}" is not in scope here.`);
}

/** The fast path: `input.customer.id` in one closure. Undefined when the node is no such path. */
function compilePath(node: MemberNode, locals: readonly string[]): Evaluate | undefined {
  const names: string[] = [];
  let object: SyntaxNode = node;
  while (object.kind === "member") {
    if (object.isOptional || isSagaInstant(object, locals)) return undefined;
    names.unshift(object.name);
    object = object.object;
  }
  if (object.kind !== "name") return undefined;
  const root = compileName(object.name, locals);
  const rootName = object.name;

  return (frame) => {
    spend(frame, names.length);
    let value = root(frame);
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index] ?? "";
      // An optional in a variable makes the rest of the path optional; that is the general way's business.
      if (kindOf(value) === "optional") return names.slice(index).reduce((inner, rest) => optionalMember(inner, rest), value);
      value = readOwn(value, name) ?? requireMember(value, name, [rootName, ...names.slice(0, index)].join("."));
    }
    return value;
  };
}

function isSagaInstant(node: MemberNode, locals: readonly string[]): boolean {
  return SAGA_INSTANTS.has(node.name) && node.object.kind === "name" && node.object.name === "saga" && !locals.includes("saga");
}

function requireMember(object: unknown, name: string, path: string): unknown {
  const kind = kindOf(object);
  if (kind !== "map") return fail("EXPRESSION_FAILED", `"${clip(name)}" cannot be read from ${describe(path, kind)}.`);
  // Null is a value of its own; `??` cannot tell it from a member that is not there.
  if (readOwn(object, name) === null) return null;

  return fail("EXPRESSION_FAILED", `${path === "" ? "The map" : `"${clip(path)}"`} has no "${clip(name)}".`);
}

function describe(path: string, kind: string): string {
  return path === "" ? `a value of type ${kind}` : `"${clip(path)}", which is ${kind}`;
}

/** `.?`: what cannot be read is `none`, whatever the reason. */
function optionalMember(object: unknown, name: string): unknown {
  const holder = kindOf(object) === "optional" ? contentOf(object) : object;

  return optionalValue(readOwn(holder, name));
}

function compileMember(node: MemberNode, object: Evaluate, isInstant: boolean): Evaluate {
  return (frame) => {
    spend(frame, 1);
    const holder = object(frame);
    if (node.isOptional || kindOf(holder) === "optional") return optionalMember(holder, node.name);
    const value = readOwn(holder, node.name) ?? requireMember(holder, node.name, node.object.kind === "name" ? node.object.name : "");

    return isInstant && typeof value === "string" ? (parseTimestamp(value) ?? value) : value;
  };
}

function compileIndex(node: IndexNode, object: Evaluate, index: Evaluate): Evaluate {
  return (frame) => {
    spend(frame, 1);
    const holder = object(frame);
    const at = index(frame);
    if (node.isOptional || kindOf(holder) === "optional") {
      const inner = kindOf(holder) === "optional" ? contentOf(holder) : holder;
      return optionalValue(readElement(inner, at));
    }

    const value = readElement(holder, at);
    return value === undefined ? failIndex(holder, at) : value;
  };
}

/** Undefined when there is nothing at that place, or no place like that. */
function readElement(holder: unknown, at: unknown): unknown {
  if (typeof at === "string") return readOwn(holder, at);
  if (typeof at !== "number" || !Array.isArray(holder)) return undefined;

  return at >= 0 && at < holder.length ? holder[requireIndex(at)] : undefined;
}

function failIndex(holder: unknown, at: unknown): never {
  const kind = kindOf(holder);
  if (kind === "map" && typeof at === "string") fail("EXPRESSION_FAILED", `The map has no "${clip(at)}".`);
  if (kind === "list" && typeof at === "number") {
    fail("EXPRESSION_FAILED", `The list has ${(holder as readonly unknown[]).length} items, and none at ${requireIndex(at)}.`);
  }

  return fail("EXPRESSION_FAILED", `A value of type ${kind} has no index of type ${kindOf(at)}.`);
}

function compileCall(node: CallNode, compile: (child: SyntaxNode) => Evaluate): Evaluate {
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

function compileHas(node: HasNode, object: Evaluate): Evaluate {
  const { name, isOptional } = node.target;
  return (frame) => {
    spend(frame, 1);
    const holder = object(frame);
    const inner = kindOf(holder) === "optional" ? contentOf(holder) : holder;
    if (kindOf(inner) !== "map" && inner === holder && !isOptional) {
      return fail("EXPRESSION_FAILED", `has() looks for "${clip(name)}" in a value of type ${kindOf(inner)}.`);
    }

    return readOwn(inner, name) !== undefined;
  };
}

function compileFallback(method: "or" | "orValue", receiver: Evaluate, fallback: Evaluate): Evaluate {
  return (frame) => {
    spend(frame, 1);
    const optional = requireOptional(receiver(frame), method);
    const content = contentOf(optional);
    if (content !== undefined) return method === "or" ? optional : content;

    const other = fallback(frame);
    return method === "or" ? requireOptional(other, method) : other;
  };
}

function requireOptional(value: unknown, method: string): unknown {
  if (kindOf(value) !== "optional") fail("EXPRESSION_FAILED", `${method}() is for optionals such as x.?y, and this is ${kindOf(value)}.`);

  return value;
}

type InnerCompile = { readonly inner: (child: SyntaxNode) => Evaluate };

function compileComprehension(
  node: Extract<SyntaxNode, { kind: "comprehension" }> & InnerCompile,
  range: Evaluate,
  slot: number,
): Evaluate {
  const parts: ComprehensionParts = {
    macro: node.macro,
    slot,
    filter: node.filter === null ? null : node.inner(node.filter),
    body: node.inner(node.body),
  };
  return (frame) => {
    spend(frame, 1);
    return runComprehension(frame, parts, range(frame));
  };
}

function compileList(elements: readonly Evaluate[]): Evaluate {
  return (frame) => {
    spend(frame, 1);
    return elements.map((element) => element(frame));
  };
}

function compileMap(entries: readonly (readonly [Evaluate, Evaluate])[]): Evaluate {
  return (frame) => {
    spend(frame, 1);
    return Object.fromEntries(entries.map(([key, value]) => [requireKey(key(frame)), value(frame)]));
  };
}

function requireKey(key: unknown): string {
  if (typeof key !== "string") return fail("EXPRESSION_FAILED", `A key of a map is a string, and this is ${kindOf(key)}.`);

  return REFUSED_NAMES.has(key) ? fail("NAME_REFUSED", `A map cannot have the key "${key}".`) : key;
}

function compileUnary(node: UnaryNode, operand: Evaluate): Evaluate {
  return (frame) => {
    spend(frame, 1);
    const value = operand(frame);
    if (node.operator === "!" && typeof value === "boolean") return !value;
    if (node.operator === "-" && typeof value === "number") return 0 - value;

    return fail("EXPRESSION_FAILED", `There is no "${node.operator}" for ${kindOf(value)}.`);
  };
}

function compileBinary(node: BinaryNode, left: Evaluate, right: Evaluate): Evaluate {
  const operate = OPERATORS[node.operator];
  return (frame) => {
    spend(frame, 1);
    return operate(frame, left(frame), right(frame));
  };
}

/** CEL's `&&` and `||`: a side that decides makes a failure of the other side irrelevant, in both directions. */
function compileLogical(node: LogicalNode, left: Evaluate, right: Evaluate): Evaluate {
  const deciding = node.operator === "||";
  return (frame) => {
    spend(frame, 1);
    let failure: EvaluationFailure | undefined;
    try {
      if (requireBoolean(left(frame), node.operator) === deciding) return deciding;
    } catch (thrown) {
      if (!isAbsorbable(thrown)) throw thrown;
      failure = thrown;
    }
    if (requireBoolean(right(frame), node.operator) === deciding) return deciding;
    if (failure !== undefined) throw failure;

    return !deciding;
  };
}

function requireBoolean(value: unknown, operator: string): boolean {
  return typeof value === "boolean" ? value : fail("EXPRESSION_FAILED", `"${operator}" takes true or false, and this is ${kindOf(value)}.`);
}

function compileConditional(node: ConditionalNode, compile: (child: SyntaxNode) => Evaluate): Evaluate {
  const condition = compile(node.condition);
  const then = compile(node.consequent);
  const otherwise = compile(node.otherwise);
  return (frame) => {
    spend(frame, 1);
    return requireBoolean(condition(frame), "?:") ? then(frame) : otherwise(frame);
  };
}
