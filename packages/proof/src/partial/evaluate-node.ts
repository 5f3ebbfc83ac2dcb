import { expressions, type SyntaxNode } from "@skald/dsl";
import { isJsonObject, type Json } from "@skald/shared";
import { MissingValue } from "./missing-value.ts";
import { holdsUnknown, isUnknown, unknown, unknownMember } from "./unknown.ts";

// The value of an expression as far as it is known.
//
//   V1. What is known is evaluated by the language itself, never by a second reading of it.
//   V2. What is not known is `Unknown`; nothing is concluded from it.
//   V3. What is certainly not there is told by its path: this is how an undo that reads an answer nobody gave is found.

/** No value: an optional member that is not there. */
export const NONE: unique symbol = Symbol("none");
type Value = Json | typeof NONE;
type Of<K extends SyntaxNode["kind"]> = Extract<SyntaxNode, { kind: K }>;

/** An expression with the names it may read. */
export interface Reading {
  readonly source: string;
  readonly names: Readonly<Record<string, unknown>>;
}

/**
 * The value of a node: known, `Unknown`, or `NONE`.
 *
 * @throws MissingValue when it cannot be evaluated whatever the unknown values are.
 */
export function evaluateNode(node: SyntaxNode, reading: Reading): Value {
  switch (node.kind) {
    case "literal":
      return node.value;
    case "name":
      if (!Object.hasOwn(reading.names, node.name)) throw new MissingValue(node.name);
      return reading.names[node.name] as Json;
    case "member":
      return memberValue(node, reading);
    case "has":
      return hasValue(node, reading);
    case "fallback": {
      const received = evaluateNode(node.receiver, reading);
      return received === NONE ? evaluateNode(node.fallback, reading) : received;
    }
    case "logical":
      return logicalValue(node, reading);
    case "conditional":
      return conditionalValue(node, reading);
    case "comprehension":
      return comprehensionValue(node, reading);
    case "list":
      return node.elements.map((element) => present(evaluateNode(element, reading)));
    case "map":
      return mapValue(node, reading);
    case "index":
      return computed(node, [node.object, node.index], reading);
    case "call":
      return computed(node, [...(node.receiver === null ? [] : [node.receiver]), ...node.arguments], reading);
    case "unary":
      return computed(node, [node.operand], reading);
    case "binary":
      return computed(node, [node.left, node.right], reading);
  }
}

/** The names an expression reads: the roots of all its paths, without variables of its own. */
export function rootsOf(node: SyntaxNode): ReadonlySet<string> {
  const roots = new Set<string>();
  collectRoots(node, [], roots);
  return roots;
}

function collectRoots(node: SyntaxNode, locals: readonly string[], roots: Set<string>): void {
  if (node.kind === "name" && !locals.includes(node.name)) roots.add(node.name);
  const inner = node.kind === "comprehension" ? [...locals, node.variable] : locals;
  for (const child of childrenOf(node)) collectRoots(child, inner, roots);
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const members: readonly unknown[] = Object.values(node).flat();
  const entries = node.kind === "map" ? node.entries.flatMap(({ key, value }) => [key, value]) : [];

  return [...members.filter((member): member is SyntaxNode => isJsonObject(member as Json) && "kind" in (member as object)), ...entries];
}

function memberValue(node: Of<"member">, reading: Reading): Value {
  const object = objectOf(node, reading);
  if (object === NONE) return NONE;
  if (isUnknown(object)) return unknownMember(object, node.name);
  if (isJsonObject(object) && Object.hasOwn(object, node.name)) return object[node.name] ?? null;
  if (node.isOptional) return NONE;

  throw new MissingValue(reading.source.slice(node.start, node.end));
}

function objectOf(node: Of<"member">, reading: Reading): Value {
  try {
    return evaluateNode(node.object, reading);
  } catch (thrown) {
    // The longest path says most: `output.reservations`, not `output`.
    if (thrown instanceof MissingValue && thrown.path !== null) throw new MissingValue(`${thrown.path}.${node.name}`);
    throw thrown;
  }
}

function hasValue({ target }: Of<"has">, reading: Reading): Value {
  const object = evaluateNode(target.object, reading);
  if (isUnknown(object)) return unknown(`has(${object}.${target.name})`);

  return object !== NONE && isJsonObject(object) && Object.hasOwn(object, target.name);
}

/** One side decides alone when it may; the other may then even fail. */
function logicalValue(node: Of<"logical">, reading: Reading): Value {
  const decisive = node.operator === "||";
  const left = attempt(node.left, reading);
  const right = left === decisive ? undefined : attempt(node.right, reading);
  if (left === decisive || right === decisive) return decisive;
  if (isUnknown(left) || isUnknown(right)) return textual(node, reading);
  if (left instanceof MissingValue) throw left;
  if (right instanceof MissingValue) throw right;

  return language(node, reading);
}

function attempt(node: SyntaxNode, reading: Reading): Value | MissingValue {
  try {
    return evaluateNode(node, reading);
  } catch (thrown) {
    if (thrown instanceof MissingValue) return thrown;
    throw thrown;
  }
}

function conditionalValue(node: Of<"conditional">, reading: Reading): Value {
  const condition = evaluateNode(node.condition, reading);
  if (condition === true) return evaluateNode(node.consequent, reading);
  if (condition === false) return evaluateNode(node.otherwise, reading);
  if (!isUnknown(condition)) return language(node, reading);

  const consequent = attempt(node.consequent, reading);
  const otherwise = attempt(node.otherwise, reading);
  if (consequent instanceof MissingValue && otherwise instanceof MissingValue) throw consequent;
  return textual(node, reading);
}

/** A variable of its own takes any item, so what is not known is looked for in whole names. */
function comprehensionValue(node: Of<"comprehension">, reading: Reading): Value {
  const range = evaluateNode(node.range, reading);
  const inside = [...rootsOf(node.body), ...(node.filter === null ? [] : rootsOf(node.filter))];
  const isOpen = holdsUnknown(range) || inside.some((name) => name !== node.variable && holdsUnknown(reading.names[name]));

  return isOpen ? textual(node, reading) : language(node, reading);
}

function mapValue(node: Of<"map">, reading: Reading): Value {
  const members = node.entries.map(({ key, value }) => {
    const name = present(evaluateNode(key, reading));
    return [String(name), present(evaluateNode(value, reading))] as const;
  });

  return Object.fromEntries(members);
}

function computed(node: SyntaxNode, operands: readonly SyntaxNode[], reading: Reading): Value {
  const isOpen = operands.map((operand) => evaluateNode(operand, reading)).some((value) => value !== NONE && holdsUnknown(value));

  return isOpen ? textual(node, reading) : language(node, reading);
}

function textual(node: SyntaxNode, { source }: Reading): string {
  return unknown(source.slice(node.start, node.end));
}

/** V1: the node's own text, evaluated by the language. */
function language(node: SyntaxNode, { source, names }: Reading): Json {
  const result = expressions.evaluate(source.slice(node.start, node.end), names);
  if (!result.ok) throw new MissingValue(null, result.error.message);

  return result.value;
}

function present(value: Value): Json {
  return value === NONE ? null : value;
}
