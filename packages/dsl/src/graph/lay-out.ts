import { type Edge, edgesOf } from "../model/edges.ts";
import type { SagaModel, StateModel } from "../model/saga-model.ts";

/** Column and row of a box, from 0. */
export interface Place {
  readonly column: number;
  readonly row: number;
}

// Longest-path layering, as in Sugiyama's method, without its crossing reduction: rows follow the document, so that a
// small change of the text moves few boxes. Everything is linear in states and edges.

/** Places every state: the main line on row 0, the ways beside it below, failing ends lowest. */
export function layOut(saga: SagaModel): ReadonlyMap<string, Place> {
  const chart = chartOf(saga);
  const columns = columnsOf(chart);
  const main = mainLine(chart);
  const places = new Map<string, Place>();
  for (const name of main) places.set(name, { column: columns.get(name) ?? 0, row: 0 });

  placeBeside(chart, { columns, places, main });
  return places;
}

interface Chart {
  readonly states: ReadonlyMap<string, StateModel>;
  /** Reachable states, each before those it leads to; edges that close a loop do not count. */
  readonly order: readonly string[];
  readonly forward: ReadonlyMap<string, readonly Edge[]>;
  readonly start: string;
}

function chartOf(saga: SagaModel): Chart {
  const states = new Map(saga.states.map((state) => [state.name, state]));
  const { finished, closing } = walk(saga.start, states);
  const forward = new Map(
    [...states].map(([name, state]) => [name, edgesOf(state).filter((edge) => states.has(edge.to) && !closing.has(keyOf(name, edge.to)))]),
  );

  return { states, order: finished.reverse(), forward, start: saga.start };
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

function columnsOf({ order, forward }: Chart): ReadonlyMap<string, number> {
  const columns = new Map<string, number>();
  for (const name of order) {
    const column = columns.get(name) ?? 0;
    columns.set(name, column);
    for (const edge of forward.get(name) ?? []) columns.set(edge.to, Math.max(columns.get(edge.to) ?? 0, column + 1));
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
  const ways = (forward.get(name) ?? []).filter((edge) => edge.kind !== "catch" && edge.kind !== "catchCompensate");
  let best: string | undefined;
  for (const { to } of ways) {
    if (best === undefined || (lengths.get(to) ?? -1) > (lengths.get(best) ?? -1)) best = to;
  }
  return best;
}

function lengthsToSuccess({ states, order, forward }: Chart): ReadonlyMap<string, number> {
  const lengths = new Map<string, number>();
  for (const name of order.toReversed()) {
    const ahead = Math.max(-1, ...(forward.get(name) ?? []).map((edge) => lengths.get(edge.to) ?? -1));
    if (states.get(name)?.type === "succeed") lengths.set(name, 0);
    else if (ahead >= 0) lengths.set(name, ahead + 1);
  }
  return lengths;
}

interface Placing {
  readonly columns: ReadonlyMap<string, number>;
  readonly places: Map<string, Place>;
  readonly main: readonly string[];
}

// A chain beside the main line keeps its row; a state takes the first row of its column that is free below it.
function placeBeside({ states, forward, order }: Chart, { columns, places, main }: Placing): void {
  const onMain = new Set(main);
  const ordered = [...order, ...[...states.keys()].filter((name) => !columns.has(name))].filter((name) => !onMain.has(name));
  const fails = (name: string): boolean => states.get(name)?.type === "fail";
  const nextFree = new Map<number, number>();
  const wanted = new Map<string, number>();
  for (const name of [...ordered.filter((each) => !fails(each)), ...ordered.filter(fails)]) {
    const column = columns.get(name) ?? 0;
    const row = Math.max(wanted.get(name) ?? 1, nextFree.get(column) ?? 1);
    places.set(name, { column, row });
    nextFree.set(column, row + 1);
    for (const edge of forward.get(name) ?? []) if (!wanted.has(edge.to)) wanted.set(edge.to, row);
  }
}
