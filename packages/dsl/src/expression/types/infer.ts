import { ownMember } from "@skald/shared";
import { closest } from "../../diagnostics/closest.ts";
import { SAGA_INSTANTS } from "../evaluate/compile-members.ts";
import type { ComprehensionNode, HasNode, IndexNode, MemberNode, NameNode, SyntaxNode } from "../syntax/syntax-tree.ts";
import { TYPE_NAMES } from "../values/value.ts";
import { inferCall } from "./infer-call.ts";
import { inferBinary, inferUnary } from "./infer-operator.ts";
import { type Place, readPathOf, report, settle, settleAs } from "./inference.ts";
import { extendPath, provenPaths, referenceFrom } from "./references.ts";
import { typeFromSchema } from "./schema-type.ts";
import type { ScopeType } from "./scope-types.ts";
import { DYN, LIST, MAP, type Members, mayBe, type StaticType, typeOfKind, unify } from "./static-type.ts";

/** The type of a node that is read further: its own path is not a reference yet. */
function inferObject(node: SyntaxNode, place: Place): StaticType {
  return readPathOf(node, place) === null ? settle(node, place) : infer(node, place);
}

/** The type of a node. What it reads directly is not a reference yet: `settle` makes it one. */
export function infer(node: SyntaxNode, place: Place): StaticType {
  switch (node.kind) {
    case "literal":
      return typeOfLiteral(node.value);
    case "name":
      return inferName(node, place);
    case "member":
      return inferMember(node, place);
    case "index":
      return inferIndex(node, place);
    case "call":
      return inferCall(node, place);
    case "has":
      return inferHas(node, place);
    case "fallback":
      return inferFallback(node, place);
    case "comprehension":
      return inferComprehension(node, place);
    case "list":
      return inferList(node.elements.map((element) => settle(element, place)));
    case "map":
      return inferMap(node, place);
    case "unary":
      return inferUnary(node, place);
    case "binary":
      return inferBinary(node, place);
    case "logical":
      settleAs(node.left, "bool", { place, what: `The left side of "${node.operator}"` });
      settleAs(node.right, "bool", {
        place: proving(place, node.left, node.operator === "&&"),
        what: `The right side of "${node.operator}"`,
      });
      return { kind: "bool" };
    case "conditional":
      settleAs(node.condition, "bool", { place, what: "The condition" });
      return unify(
        settle(node.consequent, proving(place, node.condition, true)),
        settle(node.otherwise, proving(place, node.condition, false)),
      );
  }
}

/** The place where a condition is known to have had an outcome. */
function proving(place: Place, condition: SyntaxNode, outcome: boolean): Place {
  const proven = provenPaths(condition, outcome, (target) => readPathOf(target, place)?.path ?? null);

  return proven.length === 0 ? place : { ...place, known: [...place.known, ...proven] };
}

function typeOfLiteral(value: null | boolean | number | string): StaticType {
  if (value === null) return { kind: "null" };
  if (typeof value === "boolean") return { kind: "bool" };

  return { kind: typeof value === "number" ? "number" : "string" };
}

function inferName(node: NameNode, place: Place): StaticType {
  const variable = place.variables.findLast(({ name }) => name === node.name);
  if (variable !== undefined) return variable.type;
  const { declared } = place.inference;
  const own = ownMember(declared, node.name);
  if (own !== undefined) {
    const type = typeOfScope(own);
    return type.kind === "function"
      ? report(place, node, { code: "EXPRESSION_TYPE", message: `"${node.name}" is a function: call it.` })
      : type;
  }
  if (TYPE_NAMES.has(node.name)) return { kind: "type" };

  const names = [...Object.keys(declared), ...place.variables.map(({ name }) => name)];
  const suggestion = closest(node.name, names);
  const message = `"${node.name}" is not in scope here.`;
  return report(place, node, { code: "UNKNOWN_NAME", message, ...(suggestion === undefined ? {} : { suggestion }) });
}

function typeOfScope(declared: ScopeType): StaticType {
  return typeof declared === "string" ? typeOfKind(declared) : typeFromSchema(declared);
}

function inferMember(node: MemberNode, place: Place): StaticType {
  const object = inferObject(node.object, place);
  const holder = object.kind === "optional" ? object.content : object;
  const type = isSagaInstant(node, place) ? typeOfKind("timestamp") : memberType(node, holder, place);

  return node.isOptional || object.kind === "optional" ? { kind: "optional", content: type } : type;
}

function isSagaInstant(node: MemberNode, place: Place): boolean {
  const isSaga = node.object.kind === "name" && node.object.name === "saga" && !node.isOptional;

  return (
    isSaga &&
    SAGA_INSTANTS.has(node.name) &&
    place.variables.every(({ name }) => name !== "saga") &&
    Object.hasOwn(place.inference.declared, "saga")
  );
}

function memberType(node: MemberNode, holder: StaticType, place: Place): StaticType {
  if (holder.kind === "dyn") return DYN;
  if (holder.kind !== "map") {
    return report(place, node.at, {
      code: "EXPRESSION_TYPE",
      message: `A ${holder.kind} has no members, so "${node.name}" cannot be read from it.`,
    });
  }
  if (holder.members === null) return DYN;
  const type = holder.members.typeOf(node.name);
  if (type !== undefined) return type;

  const suggestion = closest(node.name, holder.members.names());
  return report(place, node.at, {
    code: "UNKNOWN_PROPERTY",
    message: `"${node.name}" is not declared.`,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

function inferIndex(node: IndexNode, place: Place): StaticType {
  const object = inferObject(node.object, place);
  const index = settle(node.index, place);
  const holder = object.kind === "optional" ? object.content : object;
  const type = elementType(node, { holder, index, place });

  return node.isOptional || object.kind === "optional" ? { kind: "optional", content: type } : type;
}

function elementType(
  node: IndexNode,
  { holder, index, place }: { readonly holder: StaticType; readonly index: StaticType; readonly place: Place },
): StaticType {
  if (holder.kind === "list" && mayBe(index, "number")) return holder.element;
  if (holder.kind === "dyn" && (mayBe(index, "number") || mayBe(index, "string"))) return DYN;
  if (holder.kind === "map" && mayBe(index, "string")) return DYN;

  return report(place, node.index, { code: "EXPRESSION_TYPE", message: `A ${holder.kind} has no index of type ${index.kind}.` });
}

function inferHas({ target, ...node }: HasNode, place: Place): StaticType {
  inferMember(target, place);
  const read = readPathOf({ ...target, isOptional: true }, place);
  if (read !== null) place.inference.references.push(referenceFrom(read, place.known, node));

  return { kind: "bool" };
}

function inferFallback(node: Extract<SyntaxNode, { kind: "fallback" }>, place: Place): StaticType {
  const receiver = settle(node.receiver, place);
  const other = settle(node.fallback, place);
  if (!mayBe(receiver, "optional")) {
    report(place, node.receiver, {
      code: "EXPRESSION_TYPE",
      message: `${node.method}() is for optionals such as x.?y, and this is ${receiver.kind}.`,
    });
  }
  if (node.method === "orValue") return receiver.kind === "optional" ? unify(receiver.content, other) : DYN;
  if (!mayBe(other, "optional"))
    report(place, node.fallback, { code: "EXPRESSION_TYPE", message: `or() takes an optional, and this is ${other.kind}.` });

  return unify(typeOfKind("optional"), other);
}

function inferComprehension(node: ComprehensionNode, place: Place): StaticType {
  const range = settle(node.range, place);
  const element = itemType(node, range, place);
  const read = range.kind === "map" ? null : extendPath(readPathOf(node.range, place), "*", false);
  const inside: Place = { ...place, variables: [...place.variables, { name: node.variable, type: element, read }] };
  if (node.filter !== null) settleAs(node.filter, "bool", { place: inside, what: "The filter of map()" });
  if (node.macro === "map") {
    return { kind: "list", element: settle(node.body, node.filter === null ? inside : proving(inside, node.filter, true)) };
  }

  settleAs(node.body, "bool", { place: inside, what: `The test of ${node.macro}()` });
  return node.macro === "filter" ? { kind: "list", element } : { kind: "bool" };
}

function itemType(node: ComprehensionNode, range: StaticType, place: Place): StaticType {
  if (range.kind === "list") return range.element;
  if (range.kind === "map") return { kind: "string" };
  if (range.kind === "dyn") return DYN;

  return report(place, node.range, {
    code: "EXPRESSION_TYPE",
    message: `${node.macro}() runs over a list or a map, and this is ${range.kind}.`,
  });
}

function inferList([first, ...others]: readonly StaticType[]): StaticType {
  return first === undefined ? LIST : { kind: "list", element: others.reduce(unify, first) };
}

function inferMap(node: Extract<SyntaxNode, { kind: "map" }>, place: Place): StaticType {
  const members = new Map<string, StaticType>();
  for (const { key, value } of node.entries) {
    settleAs(key, "string", { place, what: "A key of a map" });
    const type = settle(value, place);
    if (key.kind === "literal") members.set(String(key.value), type);
  }
  if (members.size < node.entries.length) return MAP;

  const known: Members = { typeOf: (name) => members.get(name), names: () => [...members.keys()] };
  return { kind: "map", members: known };
}
