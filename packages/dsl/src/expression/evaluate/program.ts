import { REFUSED_NAMES } from "../syntax/parse.ts";
import type { BinaryNode, ConditionalNode, LogicalNode, SyntaxNode, UnaryNode } from "../syntax/syntax-tree.ts";
import { type EvaluationFailure, fail, isAbsorbable } from "../values/failure.ts";
import { contentOf, kindOf } from "../values/value.ts";
import { compileCall } from "./compile-call.ts";
import { compileHas, compileIndex, compileMember, compilePath, isSagaInstant } from "./compile-members.ts";
import { compileName } from "./compile-name.ts";
import { type ComprehensionParts, runComprehension } from "./comprehension.ts";
import { type Evaluate, spend } from "./frame.ts";
import { OPERATORS } from "./operators.ts";

// A syntax tree becomes closures, once; running them is evaluation. The invariants:
//   E1. Every node spends at least one operation, so no program runs longer than its budget.
//   E2. Only own properties of plain objects and elements of lists are read; nothing is written.
//   E3. Undefined never leaves a closure: a thing that is not there is a failure or an optional.

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
