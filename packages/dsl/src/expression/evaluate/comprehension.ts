import { type EvaluationFailure, fail, isAbsorbable } from "../values/failure.ts";
import { kindOf } from "../values/value.ts";
import { type Evaluate, type Frame, spend } from "./frame.ts";

/** A compiled macro: its variable lives in `frame.locals[slot]`. */
export interface ComprehensionParts {
  readonly macro: "all" | "exists" | "exists_one" | "map" | "filter";
  readonly slot: number;
  readonly filter: Evaluate | null;
  readonly body: Evaluate;
}

/** Runs a macro over the items of a list, or the keys of a map. */
export function runComprehension(frame: Frame, parts: ComprehensionParts, range: unknown): unknown {
  const items = itemsOf(range, parts.macro);
  switch (parts.macro) {
    case "all":
      return runQuantifier(frame, parts, { items, deciding: false });
    case "exists":
      return runQuantifier(frame, parts, { items, deciding: true });
    case "exists_one":
      return selectItems(frame, parts, items).length === 1;
    case "filter":
      return selectItems(frame, parts, items);
    case "map":
      return mapItems(frame, parts, items);
  }
}

function itemsOf(range: unknown, macro: string): readonly unknown[] {
  const kind = kindOf(range);
  if (kind === "list") return range as readonly unknown[];
  if (kind === "map") return Object.keys(range as object);

  return fail("EXPRESSION_FAILED", `${macro}() runs over a list or a map, and this is ${kind}.`);
}

/** An item that decides makes failures of other items irrelevant, as in CEL's `&&` and `||`. */
function runQuantifier(
  frame: Frame,
  parts: ComprehensionParts,
  { items, deciding }: { items: readonly unknown[]; deciding: boolean },
): boolean {
  let failure: EvaluationFailure | undefined;
  for (const item of items) {
    try {
      if (test(frame, parts.body, { parts, item }) === deciding) return deciding;
    } catch (thrown) {
      if (!isAbsorbable(thrown)) throw thrown;
      failure ??= thrown;
    }
  }
  if (failure !== undefined) throw failure;

  return !deciding;
}

function selectItems(frame: Frame, parts: ComprehensionParts, items: readonly unknown[]): readonly unknown[] {
  return items.filter((item) => test(frame, parts.body, { parts, item }));
}

function mapItems(frame: Frame, parts: ComprehensionParts, items: readonly unknown[]): readonly unknown[] {
  const { filter } = parts;
  const kept = filter === null ? items : items.filter((item) => test(frame, filter, { parts, item }));

  return kept.map((item) => evaluateItem(frame, parts.body, { parts, item }));
}

type Bound = { readonly parts: ComprehensionParts; readonly item: unknown };

function evaluateItem(frame: Frame, body: Evaluate, { parts, item }: Bound): unknown {
  spend(frame, 1);
  frame.locals[parts.slot] = item;

  return body(frame);
}

function test(frame: Frame, body: Evaluate, bound: Bound): boolean {
  const value = evaluateItem(frame, body, bound);

  return typeof value === "boolean"
    ? value
    : fail("EXPRESSION_FAILED", `${bound.parts.macro}() tests with true or false, and this is ${kindOf(value)}.`);
}
