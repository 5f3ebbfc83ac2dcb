import { type Chart, type ChartState, type Scope, withOuterScopes } from "../../model/chart.ts";
import { mustGet } from "../../model/must-get.ts";
import { flagAt, membersAt } from "../../model/read-json.ts";
import { keyOf } from "../scope-index.ts";
import type { SitePlace } from "../sites/site.ts";

// A forward flow over the chart: what is certain on entry to a state is what every way to it has in common. A branch or
// body begins with what is certain on entry to its block. Sets of names are bits of one big integer, so that 500 states
// cost microseconds.

/** What is certain where an expression is evaluated. */
export interface CertainNames {
  /** Whether `steps.<step>.output` of a state of the scope `owner` is there. */
  readonly hasOutput: (place: SitePlace, owner: Scope, step: string) => boolean;
  /** Whether `vars.<name>` is there, set in this scope or in one around it. */
  readonly hasValue: (place: SitePlace, name: string) => boolean;
}

/** Follows every way through a saga, its branches and its bodies. */
export function certainNames(chart: Chart): CertainNames {
  const bits = createBits();
  const entries = new Map<Scope, Entries>();
  // Scopes stand before those inside them.
  for (const scope of chart.scopes) entries.set(scope, flow(scope, { start: startOf(scope, entries, bits), bits }));
  const ends = new Map(chart.scopes.map((scope) => [scope, atEnd(scope, entries.get(scope), bits)]));

  const has = ({ scope, state }: SitePlace, key: string): boolean => {
    const certain = state === null ? ends.get(scope) : entries.get(scope)?.get(state);
    // A state that is never entered has its own diagnostic.
    return certain === undefined || (certain & bits.of(key)) !== 0n;
  };

  return {
    hasOutput: (place, owner, step) => has(place, outputKey(owner, step)),
    hasValue: (place, name) => withOuterScopes(place.scope).some((scope) => has(place, valueKey(scope, name))),
  };
}

interface Bits {
  readonly of: (key: string) => bigint;
}

function createBits(): Bits {
  const bits = new Map<string, bigint>();

  return {
    of: (key) => {
      const known = bits.get(key) ?? 1n << BigInt(bits.size);
      bits.set(key, known);
      return known;
    },
  };
}

function outputKey(scope: Scope, name: string): string {
  return `steps ${keyOf(scope.path)} ${name}`;
}

function valueKey(scope: Scope, name: string): string {
  return `vars ${keyOf(scope.path)} ${name}`;
}

/** What is certain on entry, by state; a state that is missing is never entered. */
type Entries = ReadonlyMap<string, bigint>;

// While a block runs it has no output, whatever an earlier visit gave. A block that is never entered is told itself.
function startOf({ outer }: Scope, entries: ReadonlyMap<Scope, Entries>, bits: Bits): bigint | undefined {
  if (outer === null) return 0n;
  const certain = entries.get(outer.scope)?.get(outer.block);

  return certain === undefined ? undefined : certain & ~bits.of(outputKey(outer.scope, outer.block));
}

// A branch gives what it gives in whichever of its ends.
function atEnd(scope: Scope, entries: Entries | undefined, bits: Bits): bigint | undefined {
  let common: bigint | undefined;
  for (const state of scope.states.values()) {
    const entry = entries?.get(state.name);
    if (!state.ends || entry === undefined) continue;
    const after = entry | effectOf(state, scope, bits).onSuccess;
    common = common === undefined ? after : common & after;
  }
  return common;
}

interface Effect {
  readonly onSuccess: bigint;
  readonly onCatch: bigint;
}

// A type that is not known has been told; it is given the benefit of the doubt.
const WITHOUT_OUTPUT = new Set(["switch", "wait", "emit", "compensate", "succeed", "fail"]);

function effectOf({ name, type, json }: ChartState, scope: Scope, bits: Bits): Effect {
  if (type === "set") {
    const values = membersAt(json, "values").reduce((all, [value]) => all | bits.of(valueKey(scope, value)), 0n);
    return { onSuccess: values, onCatch: 0n };
  }
  if (WITHOUT_OUTPUT.has(type)) return { onSuccess: 0n, onCatch: 0n };

  // `steps.x.output` is that of the latest visit: a failed one takes away what an earlier one gave.
  // The way on of an optional step is that of success and of failure: nothing is certain behind it.
  const own = bits.of(outputKey(scope, name));
  return flagAt(json, "optional") ? { onSuccess: 0n, onCatch: own } : { onSuccess: own, onCatch: own };
}

interface Flowing {
  readonly start: bigint | undefined;
  readonly bits: Bits;
}

// In an order in which most states come after those that lead to them, two or three rounds reach the fixpoint.
function flow(scope: Scope, { start, bits }: Flowing): Entries {
  if (start === undefined) return new Map();
  const entry = new Map<string, bigint>([[scope.start, start]]);
  const ordered = orderFromStart(scope).map((state) => ({ state, effect: effectOf(state, scope, bits) }));
  for (let changed = true; changed; ) {
    changed = false;
    for (const each of ordered) changed = spread(each, entry) || changed;
  }
  return entry;
}

function spread({ state, effect }: { readonly state: ChartState; readonly effect: Effect }, entry: Map<string, bigint>): boolean {
  // In this order something that leads here has been followed already.
  const before = mustGet(entry, state.name);
  let changed = false;
  for (const edge of state.edges) {
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

function orderFromStart(scope: Scope): readonly ChartState[] {
  const finished: ChartState[] = [];
  const seen = new Set<string>([scope.start]);
  const stack = [{ name: scope.start, next: 0 }];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const state = scope.states.get(frame.name);
    const edge = state?.edges[frame.next];
    frame.next += 1;
    if (edge === undefined) {
      if (state !== undefined) finished.push(state);
      stack.pop();
    } else if (!seen.has(edge.to)) {
      seen.add(edge.to);
      stack.push({ name: edge.to, next: 0 });
    }
  }
  return finished.reverse();
}
