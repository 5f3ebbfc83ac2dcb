import type { Json } from "@skald/shared";
import type { Scope } from "../../model/chart.ts";
import { flagAt, memberOf, membersAt } from "../../model/read-json.ts";

// A forward flow over the chart: what is certain on entry to a state is what every way to it has in common. Sets of
// names are bits of one big integer, so that 500 states cost microseconds.

/** What is certain when a state is entered. */
export interface CertainNames {
  /** Whether `steps.<name>.output` is there. */
  readonly hasOutput: (state: string, step: string) => boolean;
  /** Whether `vars.<name>` is there. */
  readonly hasValue: (state: string, name: string) => boolean;
}

/** Follows every way through the saga. */
export function certainNames(scope: Scope, document: Json): CertainNames {
  const bits = new Map<string, bigint>();
  const bitOf = (key: string): bigint => {
    const known = bits.get(key);
    if (known !== undefined) return known;
    const bit = 1n << BigInt(bits.size);
    bits.set(key, bit);
    return bit;
  };
  const entry = flow(scope, (name) => effectOf(document, name, bitOf));
  const has = (state: string, key: string): boolean => {
    const certain = entry.get(state);
    // A state that is never entered has its own diagnostic.
    return certain === undefined || (certain & (bits.get(key) ?? 0n)) !== 0n;
  };

  return { hasOutput: (state, step) => has(state, `steps ${step}`), hasValue: (state, name) => has(state, `vars ${name}`) };
}

interface Effect {
  readonly onSuccess: bigint;
  readonly onCatch: bigint;
}

// A type that is not known has been told; it is given the benefit of the doubt.
const WITHOUT_OUTPUT = new Set(["switch", "wait", "emit", "compensate", "succeed", "fail"]);

function effectOf(document: Json, name: string, bitOf: (key: string) => bigint): Effect {
  const json = memberOf(memberOf(document, "states"), name);
  const type = memberOf(json, "type");
  const own = bitOf(`steps ${name}`);
  if (type === "set") {
    const values = membersAt(json, "values").reduce((all, [value]) => all | bitOf(`vars ${value}`), 0n);
    return { onSuccess: values, onCatch: 0n };
  }
  if (typeof type === "string" && WITHOUT_OUTPUT.has(type)) return { onSuccess: 0n, onCatch: 0n };

  // `steps.x.output` is that of the latest visit: a failed one takes away what an earlier one gave.
  // The way on of an optional step is that of success and of failure: nothing is certain behind it.
  return flagAt(json, "optional") ? { onSuccess: 0n, onCatch: own } : { onSuccess: own, onCatch: own };
}

// In an order in which most states come after those that lead to them, two or three rounds reach the fixpoint.
function flow(scope: Scope, effectOf: (name: string) => Effect): ReadonlyMap<string, bigint> {
  const entry = new Map<string, bigint>([[scope.start, 0n]]);
  const ordered = orderFromStart(scope);
  for (let changed = true; changed; ) {
    changed = false;
    for (const name of ordered) changed = spread(name, { scope, entry, effect: effectOf(name) }) || changed;
  }
  return entry;
}

interface Spreading {
  readonly scope: Scope;
  readonly entry: Map<string, bigint>;
  readonly effect: Effect;
}

function spread(name: string, { scope, entry, effect }: Spreading): boolean {
  const before = entry.get(name) ?? 0n;
  let changed = false;
  for (const edge of scope.states.get(name)?.edges ?? []) {
    const failed = edge.kind === "catch" || edge.kind === "catchCompensate" || edge.kind === "timeout";
    const after = failed ? before & ~effect.onCatch : before | effect.onSuccess;
    const known = entry.get(edge.to);
    const next = known === undefined ? after : known & after;
    if (next === known) continue;
    entry.set(edge.to, next);
    changed = true;
  }
  return changed;
}

function orderFromStart(scope: Scope): readonly string[] {
  const finished: string[] = [];
  const seen = new Set<string>([scope.start]);
  const stack = [{ name: scope.start, next: 0 }];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const edge = scope.states.get(frame.name)?.edges[frame.next];
    frame.next += 1;
    if (edge === undefined) {
      finished.push(frame.name);
      stack.pop();
    } else if (!seen.has(edge.to)) {
      seen.add(edge.to);
      stack.push({ name: edge.to, next: 0 });
    }
  }
  return finished.reverse();
}
