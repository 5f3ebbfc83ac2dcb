import { ARITHMETIC } from "../evaluate/operators.ts";
import type { BinaryNode, UnaryNode } from "../syntax/syntax-tree.ts";
import { ORDERED_KINDS } from "../values/equality.ts";
import type { ValueKind } from "../values/value.ts";
import { type Place, report, settle, settleAs } from "./inference.ts";
import { DYN, mayBe, type StaticType, typeOfKind, unify } from "./static-type.ts";

/** `!x` is bool, `-x` a number. */
export function inferUnary(node: UnaryNode, place: Place): StaticType {
  const kind = node.operator === "!" ? "bool" : "number";
  settleAs(node.operand, kind, { place, what: `The operand of "${node.operator}"` });

  return { kind };
}

/** The type of a binary operator, from the same table that evaluation uses. */
export function inferBinary(node: BinaryNode, place: Place): StaticType {
  const left = settle(node.left, place);
  const right = settle(node.right, place);
  switch (node.operator) {
    case "==":
    case "!=":
      return inferEquality(node, { left, right, place });
    case "<":
    case "<=":
    case ">":
    case ">=":
      return inferOrder(node, { left, right, place });
    case "in":
      return inferMembership(node, { left, right, place });
    default:
      return inferArithmetic(node, { left, right, place });
  }
}

interface Sides {
  readonly left: StaticType;
  readonly right: StaticType;
  readonly place: Place;
}

function inferEquality(node: BinaryNode, { left, right, place }: Sides): StaticType {
  const isOpen = [left.kind, right.kind].some((kind) => kind === "dyn" || kind === "null");
  if (!isOpen && left.kind !== right.kind) {
    report(place, node, { code: "EXPRESSION_TYPE", message: `A ${left.kind} and a ${right.kind} are never equal.` });
  }

  return { kind: "bool" };
}

function inferOrder(node: BinaryNode, { left, right, place }: Sides): StaticType {
  const isOrdered = [left, right].every(({ kind }) => kind === "dyn" || ORDERED_KINDS.has(kind as ValueKind));
  const isSame = left.kind === right.kind || left.kind === "dyn" || right.kind === "dyn";
  if (!isOrdered || !isSame) {
    report(place, node, { code: "EXPRESSION_TYPE", message: `"${node.operator}" cannot compare ${left.kind} and ${right.kind}.` });
  }

  return { kind: "bool" };
}

function inferMembership(node: BinaryNode, { left, right, place }: Sides): StaticType {
  if (!mayBe(right, "list") && !mayBe(right, "map")) {
    report(place, node.right, { code: "EXPRESSION_TYPE", message: `"in" takes a list or a map, and this is ${right.kind}.` });
  }
  if (right.kind === "map" && !mayBe(left, "string")) {
    report(place, node.left, { code: "EXPRESSION_TYPE", message: `A key of a map is a string, and this is ${left.kind}.` });
  }

  return { kind: "bool" };
}

function inferArithmetic(node: BinaryNode, { left, right, place }: Sides): StaticType {
  const possible = [...ARITHMETIC].filter(([signature]) => {
    const [first, operator, second] = signature.split(" ") as [ValueKind, string, ValueKind];
    return operator === node.operator && mayBe(left, first) && mayBe(right, second);
  });
  const [only, ...others] = possible.map(([, { returns }]) => typeOfKind(returns));
  if (only === undefined) {
    return report(place, node, { code: "EXPRESSION_TYPE", message: `There is no "${node.operator}" for ${left.kind} and ${right.kind}.` });
  }
  // Where the sides fit several signatures, these give several kinds.
  if (others.length > 0) return DYN;

  return only.kind === "list" ? unify(left, right) : only;
}
