import type { Query } from "../query/query.ts";
import { resolveQuery } from "../query/resolve-query.ts";
import { celOf } from "../term/render-term.ts";
import { layOver, listOf, literal, NOTHING, objectOf, type Term, tight } from "../term/term.ts";

/** What queries in tests can read: an input of unknown shape, and a few values whose shape is known. */
const ROOTS: ReadonlyMap<string, Term> = new Map<string, Term>([
  ["$", tight("input")],
  [".", tight("input")],
  ["$states", objectOf([["input", tight("input")]])],
  ["$n", literal(3)],
  ["$list", literal(["a", { b: 1 }])],
  ["$order", objectOf([["id", tight("input.id")]])],
  ["$nil", literal(null)],
  ["$rows", tight("rows", listOf([]))],
  ["$known", literal({ a: 1 })],
  ["$shown", tight("shown", literal("x"))],
  ["$both", layOver(tight("input"), tight("other"))],
  ["the step", literal("Step")],
]);

/** A query in CEL; where something was lost, why. */
export function celFrom(query: Query, more: { readonly missingIsNull?: boolean } = {}): string {
  const why: string[] = [];
  const term = resolveQuery(query, { root: (name) => ROOTS.get(name), note: () => undefined, tell: (each) => why.push(each), ...more });

  return term === NOTHING ? `lost: ${why.join(", ")}` : celOf(term);
}
