import type { Json, JsonObject } from "@skald/shared";
import { mustGet } from "../../model/must-get.ts";
import { nameFor, type Session, valueNameFor } from "../session.ts";
import { templateOf } from "../term/render-term.ts";
import { type Term, tight } from "../term/term.ts";
import { keyOfTerm } from "../term/term-key.ts";
import {
  type Built,
  documentOf,
  END,
  type Environment,
  type FlowEdge,
  type FlowNode,
  type FlowScope,
  type Way,
  type WayOf,
} from "./flow.ts";
import { type Followed, follow } from "./follow.ts";
import type { LiveValues } from "./live-values.ts";

/** What a scope of the source became. */
export interface EmittedScope {
  readonly start: string;
  readonly states: JsonObject;
  /** What the scope gives when it ends; null when no way ends well. */
  readonly output: Term | null;
}

export interface Emitting {
  readonly session: Session;
  readonly live: LiveValues;
  /** Whether it is the saga itself: its ways end in `succeed`. */
  readonly isRoot: boolean;
}

/** Writes the states of a scope. */
export function emitScope(scope: FlowScope, start: Environment, emitting: Emitting): EmittedScope {
  const followed = follow(scope, start, emitting.session);
  const built = new Map([...followed].map(([id, { node, entry }]) => [id, node.build(entry)]));
  const result = resultOf({ scope, start, followed, built });
  const emission: Emission = { scope, start, emitting, followed, built, states: new Map(), open: new Set(), result };

  const first = arrive({ from: null, edge: { id: "start", to: scope.start, isNext: false } }, emission);
  for (const [id, { node }] of followed) {
    const { state } = mustGet(built, id);
    if (state !== null) emission.states.set(stateName(id, emission), state(waysFrom(node, emission)));
  }
  tellRenamed(emission);

  return { start: first, states: inOrder(emission, first), output: emission.result.term };
}

interface Emission {
  readonly scope: FlowScope;
  readonly start: Environment;
  readonly emitting: Emitting;
  readonly followed: ReadonlyMap<string, Followed>;
  readonly built: ReadonlyMap<string, Built>;
  readonly states: Map<string, JsonObject>;
  /** Nodes that only pass on and are being passed: coming back to one is a loop of nothing. */
  readonly open: Set<string>;
  readonly result: Result;
}

interface Result {
  readonly term: Term | null;
  /** Whether the ways end with different documents, so that each names its own. */
  readonly differs: boolean;
}

type Reading = Pick<Emission, "scope" | "start" | "followed" | "built">;

interface Leg {
  readonly from: string | null;
  readonly edge: FlowEdge;
}

function resultOf(reading: Reading): Result {
  const legs: readonly Leg[] = [
    { from: null, edge: { id: "start", to: reading.scope.start, isNext: false } },
    ...[...reading.followed].flatMap(([from, { node }]) => node.edges.map((edge) => ({ from, edge }))),
  ];
  const ends = legs.filter(({ edge }) => edge.to === END).map((leg) => documentOf(leaving(leg, reading)));
  const [first] = ends;
  if (first === undefined) return { term: null, differs: false };

  const differs = ends.some((term) => keyOfTerm(term) !== keyOfTerm(first));
  return { term: first, differs };
}

function leaving({ from, edge }: Leg, { start, built }: Reading): Environment {
  return from === null ? start : mustGet(built, from).leave(edge.id);
}

function edgesOf({ edges }: FlowNode): ReadonlyMap<string, FlowEdge> {
  return new Map(edges.map((edge) => [edge.id, edge]));
}

// An edge that is no `next` cannot say `end: true`: a state is put in that does.
function waysFrom(node: FlowNode, emission: Emission): WayOf {
  const edges = edgesOf(node);
  function way(edge: "next"): Way;
  function way(edge: string): { readonly next: string };
  function way(id: string): Way {
    const edge = mustGet(edges, id);
    return edge.isNext ? travel({ from: node.id, edge }, emission) : { next: arrive({ from: node.id, edge }, emission) };
  }

  return way;
}

function arrive(leg: Leg, emission: Emission): string {
  const way = travel(leg, emission);
  if ("next" in way) return way.next;

  return addState(emission, { thing: "ended", meant: "end" }, { type: "set", values: { [valueName(emission, "ended")]: true }, end: true });
}

/** Where an edge leads: past nodes that only pass on, over a state that sets what the ways to its node set. */
function travel(leg: Leg, emission: Emission): Way {
  const { to } = leg.edge;
  if (to === END) return leaveScope(leg, emission);
  const target = mustGet(emission.followed, to);
  const index = target.entries.findIndex(({ from, edge }) => from === leg.from && edge === leg.edge.id);
  const onward = pass(to, target, emission);
  const values = target.values
    .filter(({ name }) => emission.emitting.live.has(name))
    .flatMap(({ name, feeds }) => feeds.slice(index, index + 1).map((feed): readonly [string, Term] => [name, feed]))
    .filter(([name, term]) => !(term.kind === "cel" && term.text === `vars.${name}`));
  if (values.length === 0) return onward;

  const rendered = Object.fromEntries(values.map(([name, term]) => [name, templateOf(term, merging(emission, target))]));
  const thing = `before ${to} ${JSON.stringify(rendered)}`;
  const name = addState(emission, { thing, meant: `prepare-${to}` }, { type: "set", values: rendered, ...onward });
  emission.emitting.live.noteJoin(name);
  return { next: name };
}

function merging({ emitting }: Emission, { node }: Followed): ReturnType<Session["merging"]> {
  return emitting.session.merging(node.at, `"${node.id}"`);
}

function pass(id: string, { node }: Followed, emission: Emission): Way {
  if (mustGet(emission.built, id).state !== null) return { next: stateName(id, emission) };
  if (emission.open.has(id)) return { next: addIdle(id, emission) };

  emission.open.add(id);
  const way = travel({ from: id, edge: mustGet(edgesOf(node), "next") }, emission);
  emission.open.delete(id);
  return way;
}

// States that only pass on and lead back to each other: validation tells of the loop, at a state that is there.
function addIdle(id: string, emission: Emission): string {
  const name = stateName(id, emission);
  emission.states.set(name, { type: "set", values: { [valueName(emission, "idle")]: true }, next: name });

  return name;
}

function leaveScope(leg: Leg, emission: Emission): Way {
  const { emitting, result, scope } = emission;
  const document = documentOf(leaving(leg, emission));
  const { at } = leg.from === null ? scope : mustGet(emission.followed, leg.from).node;
  const output = (): Json => templateOf(document, emitting.session.merging(at, "The output"));
  if (emitting.isRoot) {
    const value = output();
    return {
      next: addState(
        emission,
        { thing: `done ${JSON.stringify(value)}`, meant: "done" },
        { type: "succeed", ...(value === null ? {} : { output: value }) },
      ),
    };
  }
  if (!result.differs) return { end: true };

  const value = output();
  return {
    next: addState(
      emission,
      { thing: `end ${JSON.stringify(value)}`, meant: "end" },
      { type: "set", values: { [resultName(emission)]: value }, end: true },
    ),
  };
}

/** The expression a branch or body gives as its output. */
export function outputOf(emitted: EmittedScope, scope: FlowScope, session: Session): Json | undefined {
  if (emitted.output === null) return undefined;
  const name = session.namesOf.get(`value result ${scope.id}`);

  return templateOf(name === undefined ? emitted.output : tight(`vars.${name}`), session.merging(scope.at, "The output"));
}

function resultName({ emitting, scope }: Emission): string {
  return valueNameFor(emitting.session, `result ${scope.id}`, "result");
}

function valueName({ emitting, scope }: Emission, meant: string): string {
  return valueNameFor(emitting.session, `${scope.id} ${meant}`, meant);
}

function stateName(id: string, { emitting, scope }: Emission): string {
  return nameFor(emitting.session, `state ${scope.id}/${id}`, id);
}

function addState(emission: Emission, { thing, meant }: { readonly thing: string; readonly meant: string }, state: JsonObject): string {
  const name = nameFor(emission.emitting.session, `extra ${emission.scope.id} ${thing}`, meant);
  emission.states.set(name, state);

  return name;
}

function tellRenamed({ scope, emitting: { session }, followed }: Emission): void {
  for (const [id, { node }] of followed) {
    const name = session.namesOf.get(`state ${scope.id}/${id}`);
    if (name === undefined || name === id) continue;
    session.tell({
      at: node.at,
      kind: "changed",
      what: `The state "${id}" is called "${name}".`,
      remedy: "Use this name to find it; names are letters, digits and underscores, unique in the saga.",
    });
  }
}

// As people read: from the start, along the ways, each state once.
function inOrder({ states }: Emission, start: string): JsonObject {
  const ordered: Record<string, JsonObject> = {};
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (Object.hasOwn(ordered, name)) continue;
    const state = mustGet(states, name);
    ordered[name] = state;
    open.push(...targetsOf(state).toReversed());
  }
  return ordered;
}

/** The states a state leads to, the way of success first. */
function targetsOf(state: JsonObject): readonly string[] {
  const entries = [state["cases"], state["catch"]].flatMap((list) => (Array.isArray(list) ? (list as readonly JsonObject[]) : []));

  return [state["next"], ...entries.map((entry) => entry["next"]), state["default"], state["onTimeout"]].filter(
    (to) => typeof to === "string",
  );
}
