import { fail } from "./failure.ts";
import { contentOf, kindOf, msOf, typeNameOf, type ValueKind } from "./value.ts";

/** Called once for every pair compared, so that deep comparisons spend their budget. */
export type Spend = (operations: number) => void;

/** Whether two values are equal. Values of different kinds are unequal, never an error. */
export function areEqual(left: unknown, right: unknown, spend: Spend): boolean {
  spend(1);
  const kind = kindOf(left);
  if (kind !== kindOf(right)) return false;
  switch (kind) {
    case "list":
      return areListsEqual(left as readonly unknown[], right as readonly unknown[], spend);
    case "map":
      return areMapsEqual(left as Entries, right as Entries, spend);
    case "timestamp":
    case "duration":
      return msOf(left) === msOf(right);
    case "type":
      return typeNameOf(left) === typeNameOf(right);
    case "optional":
      return areOptionalsEqual(contentOf(left), contentOf(right), spend);
    default:
      return left === right;
  }
}

type Entries = Readonly<Record<string, unknown>>;

function areListsEqual(left: readonly unknown[], right: readonly unknown[], spend: Spend): boolean {
  return left.length === right.length && left.every((item, index) => areEqual(item, right[index], spend));
}

function areMapsEqual(left: Entries, right: Entries, spend: Spend): boolean {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;

  return keys.every((key) => Object.hasOwn(right, key) && areEqual(left[key], right[key], spend));
}

function areOptionalsEqual(left: unknown, right: unknown, spend: Spend): boolean {
  if (left === undefined || right === undefined) return left === right;

  return areEqual(left, right, spend);
}

/** Kinds that have an order. */
export const ORDERED_KINDS: ReadonlySet<ValueKind> = new Set<ValueKind>(["number", "string", "bool", "timestamp", "duration"]);

/** Negative, zero or positive, as for sorting. Both values must be of one ordered kind. */
export function compareValues(left: unknown, right: unknown, what: string): number {
  const kind = kindOf(left);
  const other = kindOf(right);
  if (kind !== other || !ORDERED_KINDS.has(kind)) fail("EXPRESSION_FAILED", `${what} cannot compare ${kind} and ${other}.`);
  if (kind === "timestamp" || kind === "duration") return msOf(left) - msOf(right);
  if ((left as number) < (right as number)) return -1;

  return left === right ? 0 : 1;
}
