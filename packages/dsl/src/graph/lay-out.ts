import { type Edge, edgesOf } from "../model/edges.ts";
import { mustGet } from "../model/must-get.ts";
import type { ScopeModel, StateModel } from "../model/saga-model.ts";
import { fullNameIn, scopesInside } from "../model/states/placed-states.ts";

/** How many cells a box takes: one by one, and for a block what stands inside it. */
export interface Span {
  readonly columns: number;
  readonly rows: number;
}

/** Column and row of a box, from 0, and its size. What stands inside a block has places inside the block's span. */
export interface Place {
  readonly column: number;
  readonly row: number;
  readonly span: Span;
}

// Longest-path layering, as in Sugiyama's method, without its crossing reduction: rows follow the document, so that a
// small change of the text moves few boxes. Blocks are laid out from the inside outwards: each is a box as large as its
// branches below each other, or its body. Everything is linear in states and edges.

/** Places every state by its path: the main line on row 0, the ways beside it below, failing ends lowest. */
export function layOut(saga: Pick<ScopeModel, "start" | "states">): ReadonlyMap<string, Place> {
  return layOutScope(saga, "").places;
}

interface LaidOut extends Span {
  readonly places: ReadonlyMap<string, Place>;
}

function layOutScope(scope: Pick<ScopeModel, "start" | "states">, path: string): LaidOut {
  const inside = new Map(scope.states.map((state) => [state.name, layOutInside(state, fullNameIn(path, state.name))]));
  const chart = chartOf(scope, inside);
  const columns = columnsOf(chart);
  const main = mainLine(chart);
  const own = new Map<string, Place>();
  for (const name of main) own.set(name, { column: mustGet(columns, name), row: 0, span: chart.spanOf(name) });
  placeBeside(chart, { columns, places: own, main });

  const places = new Map<string, Place>();
  for (const [name, place] of own) {
    places.set(fullNameIn(path, name), place);
    for (const [inner, at] of mustGet(inside, name).places)
      places.set(inner, { ...at, column: place.column + at.column, row: place.row + at.row });
  }
  return { places, ...extentOf([...own.values()]) };
}

// Branches stand below each other, each as wide as it is.
function layOutInside(state: StateModel, path: string): LaidOut {
  const places = new Map<string, Place>();
  let columns = 1;
  let rows = 0;
  for (const { branch, scope } of scopesInside(state)) {
    const inner = layOutScope(scope, branch === null ? path : fullNameIn(path, branch));
    for (const [name, place] of inner.places) places.set(name, { ...place, row: place.row + rows });
    columns = Math.max(columns, inner.columns);
    rows += Math.max(1, inner.rows);
  }
  return { places, columns, rows: Math.max(1, rows) };
}

/** How many columns and rows places take together. */
export function extentOf(places: readonly Place[]): Span {
  let columns = 0;
  let rows = 0;
  for (const { column, row, span } of places) {
    columns = Math.max(columns, column + span.columns);
    rows = Math.max(rows, row + span.rows);
  }
  return { columns, rows };
}

interface Chart {
  readonly states: ReadonlyMap<string, StateModel>;
  /** Reachable states, each before those it leads to; edges that close a loop do not count. */
  readonly order: readonly string[];
  readonly forward: ReadonlyMap<string, readonly Edge[]>;
  readonly start: string;
  readonly spanOf: (name: string) => Span;
}

function chartOf(scope: Pick<ScopeModel, "start" | "states">, sizes: ReadonlyMap<string, Span>): Chart {
  const states = new Map(scope.states.map((state) => [state.name, state]));
  const { finished, closing } = walk(scope.start, states);
  const forward = new Map(
    [...states].map(([name, state]) => [name, edgesOf(state).filter((edge) => states.has(edge.to) && !closing.has(keyOf(name, edge.to)))]),
  );
  const spanOf = (name: string): Span => {
    const { columns, rows } = mustGet(sizes, name);
    return { columns, rows };
  };

  return { states, order: finished.reverse(), forward, start: scope.start, spanOf };
}

interface Frame {
  readonly name: string;
  readonly edges: readonly Edge[];
  next: number;
}

// Depth first without recursion: a chain of states may be longer than the call stack.
function walk(
  start: string,
  states: ReadonlyMap<string, StateModel>,
): { readonly finished: string[]; readonly closing: ReadonlySet<string> } {
  const finished: string[] = [];
  const closing = new Set<string>();
  const seen = new Map<string, "open" | "done">();
  const stack: Frame[] = [];
  const enter = (name: string): void => {
    const state = states.get(name);
    if (state === undefined) return;
    seen.set(name, "open");
    stack.push({ name, edges: edgesOf(state), next: 0 });
  };

  enter(start);
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const edge = frame.edges[frame.next];
    frame.next += 1;
    if (edge === undefined) {
      seen.set(frame.name, "done");
      finished.push(frame.name);
      stack.pop();
    } else if (seen.get(edge.to) === "open") closing.add(keyOf(frame.name, edge.to));
    else if (!seen.has(edge.to)) enter(edge.to);
  }
  return { finished, closing };
}

function keyOf(from: string, to: string): string {
  return `${from} ${to}`;
}

function columnsOf({ order, forward, spanOf }: Chart): ReadonlyMap<string, number> {
  const columns = new Map<string, number>();
  for (const name of order) {
    const column = columns.get(name) ?? 0;
    const behind = column + spanOf(name).columns;
    columns.set(name, column);
    for (const edge of mustGet(forward, name)) columns.set(edge.to, Math.max(columns.get(edge.to) ?? 0, behind));
  }
  return columns;
}

// The main line follows `next`; at a switch it takes the way that goes on longest to a good end.
function mainLine(chart: Chart): readonly string[] {
  const lengths = lengthsToSuccess(chart);
  const line: string[] = [];
  for (let name: string | undefined = chart.start; name !== undefined && chart.states.has(name); name = onwards(name, chart, lengths))
    line.push(name);

  return line;
}

function onwards(name: string, { forward }: Chart, lengths: ReadonlyMap<string, number>): string | undefined {
  const ways = mustGet(forward, name).filter((edge) => edge.kind !== "catch" && edge.kind !== "catchCompensate");
  let best: string | undefined;
  for (const { to } of ways) {
    if (best === undefined || (lengths.get(to) ?? -1) > (lengths.get(best) ?? -1)) best = to;
  }
  return best;
}

function lengthsToSuccess({ states, order, forward }: Chart): ReadonlyMap<string, number> {
  const lengths = new Map<string, number>();
  for (const name of order.toReversed()) {
    const ahead = Math.max(-1, ...mustGet(forward, name).map((edge) => lengths.get(edge.to) ?? -1));
    if (isGoodEnd(mustGet(states, name))) lengths.set(name, 0);
    else if (ahead >= 0) lengths.set(name, ahead + 1);
  }
  return lengths;
}

// A branch or body ends where nothing comes next.
function isGoodEnd(state: StateModel): boolean {
  if (state.type === "listen") return state.cases.some((one) => one.next === null);

  return state.type === "succeed" || ("next" in state && state.next === null);
}

interface Placing {
  readonly columns: ReadonlyMap<string, number>;
  readonly places: Map<string, Place>;
  readonly main: readonly string[];
}

// A chain beside the main line keeps its row; a state takes the first row that is free in all of its columns.
function placeBeside({ states, forward, order, spanOf }: Chart, { columns, places, main }: Placing): void {
  const onMain = new Set(main);
  const ordered = [...order, ...[...states.keys()].filter((name) => !columns.has(name))].filter((name) => !onMain.has(name));
  const fails = (name: string): boolean => states.get(name)?.type === "fail";
  const free = freeBelow([...places.values()]);
  const wanted = new Map<string, number>();
  for (const name of [...ordered.filter((each) => !fails(each)), ...ordered.filter(fails)]) {
    const place = free.take({ column: columns.get(name) ?? 0, row: wanted.get(name) ?? 1, span: spanOf(name) });
    places.set(name, place);
    for (const edge of mustGet(forward, name)) if (!wanted.has(edge.to)) wanted.set(edge.to, place.row);
  }
}

interface FreeRows {
  /** Takes a place at the row that is wanted, or at the first one below it that is free. */
  readonly take: (wanted: Place) => Place;
}

function freeBelow(taken: readonly Place[]): FreeRows {
  const next = new Map<number, number>();
  const columnsUnder = ({ column, span }: Place): readonly number[] => Array.from({ length: span.columns }, (_, index) => column + index);
  const occupy = (place: Place): Place => {
    for (const column of columnsUnder(place)) next.set(column, place.row + place.span.rows);
    return place;
  };
  for (const place of taken) occupy(place);

  return {
    take: (wanted) => occupy({ ...wanted, row: Math.max(wanted.row, ...columnsUnder(wanted).map((column) => next.get(column) ?? 1)) }),
  };
}
