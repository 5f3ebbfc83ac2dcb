import type { CompiledSaga } from "@skald/dsl";
import {
  type Decision,
  decide,
  type Entry,
  type EntryType,
  type ExpressionPort,
  type MemberOrder,
  memberNews,
  memberOrders,
  memberStart,
  newSaga,
  type Saga,
  type SagaEvent,
} from "@skald/kernel";
import { unknown } from "../partial/unknown.ts";
import { Journal } from "./journal.ts";

// A saga with its items and children (R13, R14). Orders go down and news go up until nobody has more to say; in a
// made-up world that takes no time.

/** One saga of a family. Its key is "" for the root, else the places on the way to it: `pages#1[0]/save#1`. */
export interface Relative {
  readonly definition: CompiledSaga;
  readonly saga: Saga;
  readonly journal: Journal;
  /** Names of the scopes around an item. */
  readonly outer?: Readonly<Record<string, unknown>>;
}

/** By key; the root is always there. */
export type Family = Readonly<Record<string, Relative>>;

/** What a family decides with. */
export interface Laws {
  readonly expressions: ExpressionPort;
  readonly nowMs: number;
  readonly random: number;
  /** Definitions of child sagas, by hash. */
  readonly children: ReadonlyMap<string, CompiledSaga>;
}

/** An event for one saga of a family. */
export interface FamilyEvent {
  readonly key: string;
  readonly event: SagaEvent;
}

/** A family one event further. The states of members carry their key in `entries`. */
export interface FamilyMove {
  readonly family: Family;
  readonly entries: readonly Entry[];
  readonly verdict: Decision["verdict"];
}

/** More rounds of orders and news than any family needs. */
const ROUNDS_MAX = 10_000;

/**
 * The kernel's own decisions about an event and everything members and parents then tell each other.
 *
 * @throws Error for a defect of kernel or definition, or a child whose definition is not known.
 */
export function moveFamily(family: Family, { key, event }: FamilyEvent, laws: Laws): FamilyMove {
  const turn = new FamilyTurn(family, laws);
  const verdict = turn.decide(key, event);
  for (let round = 0; turn.passMessages(); round += 1) if (round >= ROUNDS_MAX) throw new Error("The family does not come to rest.");

  return { family: Object.fromEntries(turn.family), entries: turn.entries, verdict };
}

/** The state of a family member as stories tell it: `pages#1[0].save`. */
export function stateIn(key: string, state: string): string {
  return key === "" ? state : `${key}.${state}`;
}

/** What a member says of itself as a whole; its parent says the same in its own words. */
const OWN: ReadonlySet<EntryType> = new Set(["saga.turning", "saga.held", "saga.completed", "saga.compensated", "saga.failed"]);

/** One event and its consequences, in the making. */
class FamilyTurn {
  readonly family: Map<string, Relative>;
  readonly entries: Entry[] = [];
  readonly #laws: Laws;
  #moved = false;

  constructor(family: Family, laws: Laws) {
    this.family = new Map(Object.entries(family));
    this.#laws = laws;
  }

  decide(key: string, event: SagaEvent): Decision["verdict"] {
    const relative = this.family.get(key);
    if (relative === undefined) throw new Error(`There is no saga at "${key}".`);

    const { definition, saga, journal, outer } = relative;
    const { expressions, nowMs, random } = this.#laws;
    // Every name of the environment is there, and nobody knows what it says.
    const env = unknown("env") as unknown as Readonly<Record<string, string>>;
    const scope = { definition, nowMs, random: () => random, entryAt: (seq: number) => journal.entryAt(seq), env, expressions };
    const decision = decide(saga, event, outer === undefined ? scope : { ...scope, outer });
    // A member that has nothing to add to the story has moved all the same.
    if (decision.entries.length > 0) {
      this.#moved = true;
      this.family.set(key, { ...relative, saga: decision.saga, journal: journal.with(decision.entries) });
      this.entries.push(...decision.entries.filter((entry) => key === "" || !OWN.has(entry.type)).map((entry) => namedEntry(key, entry)));
    }
    return decision.verdict;
  }

  /** One round; false when nobody had anything new to say. */
  passMessages(): boolean {
    this.#moved = false;
    for (const [key, { saga, definition }] of [...this.family]) {
      if (Object.keys(saga.context.members).length === 0) continue;
      for (const order of memberOrders(saga, definition)) this.#give(key, order);
    }
    for (const [key, { saga }] of [...this.family]) {
      const place = saga.parent?.place;
      if (place !== undefined) this.decide(parentKey(key), { kind: "member", place, news: memberNews(saga) ?? { kind: "resumed" } });
    }
    return this.#moved;
  }

  #give(parent: string, order: MemberOrder): void {
    const key = parent === "" ? order.place : `${parent}/${order.place}`;
    if (!this.family.has(key)) this.#begin(parent, key, order);
    this.decide(key, { kind: "order", order: order.kind });
  }

  #begin(parentOf: string, key: string, order: MemberOrder): void {
    const parent = this.family.get(parentOf);
    if (parent === undefined) throw new Error(`There is no saga at "${parentOf}".`);
    const start = memberStart(parent.saga, parent.definition, order, (seq) => parent.journal.entryAt(seq));
    const definition = start.definition ?? this.#laws.children.get(start.hash);
    if (definition === undefined) throw new Error(`The child saga at "${order.state}" is not among the definitions given.`);

    const { id, namespace, traceId, startedAt } = parent.saga;
    const saga = newSaga({
      id: order.id,
      namespace,
      definition,
      input: start.input,
      key: null,
      labels: {},
      parent: { id, place: order.place },
      traceId,
      startedAt,
    });
    const relative = { definition, saga, journal: Journal.EMPTY };
    this.family.set(key, start.definition === null ? relative : { ...relative, outer: outerNames(parent) });
    this.decide(key, { kind: "start", deadlineMs: null, key: null, labels: {}, afterPivot: start.afterPivot });
  }
}

/** What an item reads of the scopes around it. That they are there is checked by validation; what they are, nobody knows. */
function outerNames({ definition, outer }: Relative): Readonly<Record<string, unknown>> {
  const states = Object.keys(definition.states).map((path) => path.slice(path.lastIndexOf(".") + 1));
  const steps = states.map((name) => [name, { status: unknown(`steps.${name}.status`), output: unknown(`steps.${name}.output`) }] as const);
  const set = Object.values(definition.states).flatMap((state) => (state.type === "set" ? Object.keys(state.values) : []));
  const vars = set.map((name) => [name, unknown(`vars.${name}`)] as const);

  return { input: unknown("input"), saga: unknown("saga"), ...outer, steps: Object.fromEntries(steps), vars: Object.fromEntries(vars) };
}

function parentKey(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf("/")));
}

function namedEntry(key: string, entry: Entry): Entry {
  const { state } = entry.data;

  return key === "" || state === undefined ? entry : { ...entry, data: { ...entry.data, state: stateIn(key, state) } };
}
