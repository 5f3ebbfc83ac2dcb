import { add, divide, multiply, remainder, subtract } from "../numbers.ts";
import type { BinaryOperator } from "../syntax/syntax-tree.ts";
import { areEqual, compareValues } from "../values/equality.ts";
import { fail } from "../values/failure.ts";
import { durationValue, type KnownKind, kindOf, msOf, timestampValue } from "../values/value.ts";
import { type Frame, spend, spendFor } from "./frame.ts";

/** A binary operator on two values. */
export type Operate = (frame: Frame, left: unknown, right: unknown) => unknown;

/** What every operator does. Those of arithmetic take the pairs of kinds in `ARITHMETIC` only. */
export const OPERATORS: Readonly<Record<BinaryOperator, Operate>> = {
  "==": (frame, left, right) => areEqual(left, right, (operations) => spend(frame, operations)),
  "!=": (frame, left, right) => !areEqual(left, right, (operations) => spend(frame, operations)),
  "<": (_, left, right) => compareValues(left, right, '"<"') < 0,
  "<=": (_, left, right) => compareValues(left, right, '"<="') <= 0,
  ">": (_, left, right) => compareValues(left, right, '">"') > 0,
  ">=": (_, left, right) => compareValues(left, right, '">="') >= 0,
  in: isMember,
  "+": arithmetic("+"),
  "-": arithmetic("-"),
  "*": arithmetic("*"),
  "/": arithmetic("/"),
  "%": arithmetic("%"),
};

/** Operators by kind of their sides; the value is the kind of the result and how to get it. */
export const ARITHMETIC: ReadonlyMap<string, { readonly returns: KnownKind; readonly operate: Operate }> = new Map(
  Object.entries({
    "number + number": { returns: "number", operate: (_, left, right) => add(left as number, right as number) },
    "number - number": { returns: "number", operate: (_, left, right) => subtract(left as number, right as number) },
    "number * number": { returns: "number", operate: (_, left, right) => multiply(left as number, right as number) },
    "number / number": { returns: "number", operate: (_, left, right) => divide(left as number, right as number) },
    "number % number": { returns: "number", operate: (_, left, right) => remainder(left as number, right as number) },
    "string + string": { returns: "string", operate: concatTexts },
    "list + list": { returns: "list", operate: concatLists },
    "duration + duration": { returns: "duration", operate: (_, left, right) => durationValue(msOf(left) + msOf(right)) },
    "duration - duration": { returns: "duration", operate: (_, left, right) => durationValue(msOf(left) - msOf(right)) },
    "timestamp + duration": { returns: "timestamp", operate: (_, left, right) => timestampValue(msOf(left) + msOf(right)) },
    "duration + timestamp": { returns: "timestamp", operate: (_, left, right) => timestampValue(msOf(left) + msOf(right)) },
    "timestamp - duration": { returns: "timestamp", operate: (_, left, right) => timestampValue(msOf(left) - msOf(right)) },
    "timestamp - timestamp": { returns: "duration", operate: (_, left, right) => durationValue(msOf(left) - msOf(right)) },
  } satisfies Record<string, { readonly returns: KnownKind; readonly operate: Operate }>),
);

function arithmetic(operator: BinaryOperator): Operate {
  return (frame, left, right) => {
    const found = ARITHMETIC.get(`${kindOf(left)} ${operator} ${kindOf(right)}`);
    if (found === undefined) return fail("EXPRESSION_FAILED", `There is no "${operator}" for ${kindOf(left)} and ${kindOf(right)}.`);

    return found.operate(frame, left, right);
  };
}

const CHARACTERS_PER_OPERATION = 64;
const ITEMS_PER_OPERATION = 8;

function concatTexts(frame: Frame, left: unknown, right: unknown): string {
  const text = `${left as string}${right as string}`;
  spendFor(frame, text.length, CHARACTERS_PER_OPERATION);

  return text;
}

function concatLists(frame: Frame, left: unknown, right: unknown): readonly unknown[] {
  const first = left as readonly unknown[];
  const second = right as readonly unknown[];
  spendFor(frame, first.length + second.length, ITEMS_PER_OPERATION);

  return [...first, ...second];
}

function isMember(frame: Frame, member: unknown, collection: unknown): boolean {
  const kind = kindOf(collection);
  if (kind === "list") {
    return (collection as readonly unknown[]).some((item) => areEqual(member, item, (operations) => spend(frame, operations)));
  }
  if (kind !== "map") return fail("EXPRESSION_FAILED", `"in" takes a list or a map, and this is ${kind}.`);

  return typeof member === "string" && Object.hasOwn(collection as object, member);
}
