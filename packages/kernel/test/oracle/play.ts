import { type CompiledSaga, compileSaga, type SagaModel } from "@skald/dsl";
import { type Json, sha256Hex } from "@skald/shared";
import {
  incidentOf,
  type MemberOrder,
  memberNews,
  memberOrders,
  memberStart,
  type Observation,
  type Saga,
  type SagaEvent,
} from "../../src/index.ts";
import { Drive } from "../fixtures.ts";
import { inputOf } from "./input-of.ts";
import { movesOf } from "./moves.ts";
import type { Observed, ObservedCall } from "./observed.ts";
import { type Answer, type CallKey, draw, type OutcomeTable } from "./outcome-table.ts";
import type { Definition } from "./run.ts";

// Drives a whole family of sagas through the real kernel and writes down what a judge has to see.
//
// A call is sent when it is opened. What comes next, an answer or a clock, is drawn from a seed. What sagas of the family
// have to tell each other arrives before that, in an order that is drawn as well: a message that is late is none of
// the oracle's business, which knows of no messages. Everything is drawn by its name, so a saga that is written down in
// another order is still played in the same one.

/** A definition ready to be run: compiled once, whatever the number of its runs. */
export interface Playable {
  readonly definition: Definition;
  readonly root: CompiledSaga;
  readonly children: ReadonlyMap<string, CompiledSaga>;
}

/** A saga of a family. `key` stands in front of its paths: `pay#1.`, `each#1[3].`; empty for the root. */
interface Member {
  readonly key: string;
  readonly drive: Drive;
  readonly members: Map<string, Member>;
}

/** How a family is run. */
export interface Playing {
  readonly table: OutcomeTable;
  /** Draws the schedule. */
  readonly seed: number;
  /** Whether every saga is read back from its JSON before it hears anything. */
  readonly forgetful?: boolean;
  /** The name by which the schedule knows a path. */
  readonly alias?: (path: string) => string;
}

/** One run of the kernel. */
export interface Played {
  readonly observed: Observed;
  /** The root first. */
  readonly family: readonly Member[];
}

const EVENTS_MAX = 5000;

/** Compiles a definition and its children. */
export function compileDefinition(definition: Definition): Playable {
  const compile = (model: SagaModel, children: ReadonlyMap<string, CompiledSaga>): CompiledSaga =>
    compileSaga(model, {
      services: definition.services,
      children,
      graph: { start: model.start, nodes: [], edges: [], columns: 0, rows: 0, pivotColumn: null },
      sha256: sha256Hex,
    });
  const children = new Map([...definition.children].map(([reference, model]) => [reference, compile(model, new Map())]));

  return { definition, root: compile(definition.saga, children), children: new Map([...children.values()].map((one) => [one.hash, one])) };
}

/** Runs a family until nothing can come any more. @throws Error when it never rests, or the kernel throws */
export function play(playable: Playable, playing: Playing): Played {
  const stage = new Stage(playable, playing);
  for (let count = 0; stage.next(); count += 1) if (count > EVENTS_MAX) throw new Error("The family does not come to rest.");

  return { observed: { ...endOf(stage.root.drive), calls: stage.calls }, family: membersOf(stage.root) };
}

/** Something that could happen now; gives whether it changed anything. */
interface Possible {
  readonly name: string;
  readonly happen: () => boolean;
}

class Stage {
  readonly root: Member;
  readonly #calls = new Map<string, ObservedCall>();
  readonly #told = new WeakMap<Drive, Map<string, number>>();
  readonly #playable: Playable;
  readonly #playing: Playing;
  #tick = 0;

  constructor(playable: Playable, playing: Playing) {
    this.#playable = playable;
    this.#playing = playing;
    this.root = { key: "", drive: new Drive(playable.root, inputOf(playable.definition, playing.table)), members: new Map() };
    this.root.drive.start();
    this.#settle();
  }

  get calls(): readonly ObservedCall[] {
    return [...this.#calls.values()];
  }

  /** Lets one thing happen; false when nothing can. */
  next(): boolean {
    const [chosen] = this.#drawn(membersOf(this.root).flatMap((member) => this.#possible(member)));
    if (chosen === undefined) return false;

    this.#tick += 1;
    chosen.happen();
    this.#settle();
    return true;
  }

  /** In an order that depends on names and the moment, and not on the order they are given in. */
  #drawn(all: readonly Possible[]): readonly Possible[] {
    if (all.length < 2) return all;
    const { seed, alias = (path) => path } = this.#playing;
    const keyed = all.map((one) => ({ one, key: draw(seed, `${this.#tick} ${alias(one.name)}`) }));

    return keyed.sort((left, right) => left.key - right.key).map(({ one }) => one);
  }

  #hear(drive: Drive, event: SagaEvent): boolean {
    const { seq } = drive.saga;
    if (this.#playing.forgetful === true) drive.saga = JSON.parse(JSON.stringify(drive.saga)) as Saga;
    drive.event(event);

    return drive.saga.seq !== seq;
  }

  #possible(member: Member): readonly Possible[] {
    const { key, drive } = member;
    const { open, backoff } = drive.saga.context;
    const calls = Object.values(open).filter((call) => !call.held);

    return [
      ...calls.map(({ callId }) => ({ name: `answer ${key}${callId}`, happen: () => this.#answer(member, callId) })),
      ...Object.values(backoff).map(({ callId, dueAt }) => ({
        name: `retry ${key}${callId}`,
        happen: () => this.#ring(drive, dueAt).#hear(drive, { kind: "timer", name: callId }),
      })),
      ...movesOf(drive, key, this.#playing.table).map((move) => ({
        name: `move ${move.made.path}`,
        happen: () => {
          this.#calls.set(nameOf(move.made), { ...move.made, sent: this.#tick, settled: this.#tick, outcome: move.outcome });
          return this.#ring(drive, move.dueAt).#hear(drive, move.event);
        },
      })),
    ];
  }

  #ring(drive: Drive, dueAt: string | null): this {
    if (dueAt !== null) drive.nowMs = Math.max(drive.nowMs, Date.parse(dueAt));
    return this;
  }

  #answer({ key, drive }: Member, callId: string): boolean {
    const call = drive.saga.context.open[callId];
    if (call === undefined) throw new Error(`"${callId}" is not open.`);
    const { state, visit, kind, attempt } = call;
    const asked: CallKey = { path: key + state, visit, kind, attempt };
    const outcome = this.#playing.table.outcomeOf(asked);

    this.#calls.set(nameOf(asked), { ...asked, sent: this.#sentAt(asked), settled: this.#tick, outcome });
    return this.#hear(drive, { kind: "result", callId, attempt, observation: observationOf(outcome) });
  }

  #sentAt(asked: CallKey): number {
    return this.#calls.get(nameOf(asked))?.sent ?? this.#tick;
  }

  /** Delivers orders and news until nobody has more to say, then sends what was opened. */
  #settle(): void {
    for (let count = 0; ; count += 1) {
      const messages = this.#drawn(membersOf(this.root).flatMap((member) => this.#messages(member)));
      if (!messages.some((message) => message.happen())) break;
      if (count > EVENTS_MAX) throw new Error("The family does not stop talking.");
    }

    this.#tick += 1;
    for (const { key, drive } of membersOf(this.root))
      for (const { state, visit, kind, attempt, held } of Object.values(drive.saga.context.open)) {
        const asked: CallKey = { path: key + state, visit, kind, attempt };
        if (held || this.#calls.has(nameOf(asked))) continue;
        this.#calls.set(nameOf(asked), { ...asked, sent: this.#tick, settled: null, outcome: "" });
      }
  }

  #messages(parent: Member): readonly Possible[] {
    const { key, drive, members } = parent;
    // Most sagas have no members and nothing to say.
    if (members.size === 0 && Object.keys(drive.saga.context.members).length === 0) return [];

    const orders = memberOrders(drive.saga, drive.definition).map((order) => ({
      name: `order ${key}${order.place}`,
      happen: () => {
        const begun = members.get(order.place);
        const member = begun ?? this.#begin(parent, order);
        const isNews = this.#tell(member.drive, order.kind, () => ({ kind: "order", order: order.kind }));
        return isNews || begun === undefined;
      },
    }));
    const news = [...members].map(([place, member]) => ({
      name: `news ${key}${place}`,
      happen: () => {
        const { saga } = member.drive;
        return this.#tell(drive, `${place} ${saga.seq}`, () => ({ kind: "member", place, news: memberNews(saga) ?? { kind: "resumed" } }));
      },
    }));
    return [...orders, ...news];
  }

  /** Whether a message changes its receiver. What it was told before, and has not moved since, it need not hear again. */
  #tell(drive: Drive, name: string, message: () => SagaEvent): boolean {
    const { seq } = drive.saga;
    const known = this.#told.get(drive) ?? new Map<string, number>();
    this.#told.set(drive, known);
    if (known.get(name) === seq) return false;

    known.set(name, seq);
    return this.#hear(drive, message());
  }

  #begin({ key, drive, members }: Member, order: MemberOrder): Member {
    const given = memberStart(drive.saga, drive.definition, order, (seq) => drive.scope.entryAt(seq));
    const definition = given.definition ?? this.#playable.children.get(given.hash);
    if (definition === undefined) throw new Error(`There is no definition "${given.hash}".`);
    const parent = { id: order.id, place: order.place };
    const member: Member = {
      key: `${key}${order.place}.`,
      drive: new Drive(definition, given.input, { parent, afterPivot: given.afterPivot }),
      members: new Map(),
    };
    members.set(order.place, member);
    member.drive.start();
    return member;
  }
}

function membersOf(member: Member): readonly Member[] {
  return [member, ...[...member.members.values()].flatMap(membersOf)];
}

function nameOf({ kind, path, visit, attempt }: CallKey): string {
  return `${kind}:${path}#${visit}@${attempt}`;
}

const ANSWERS: Readonly<Record<Answer, Observation>> = {
  ok: answered(200, { value: 1 }),
  yes: answered(200, { happened: true, value: 1 }),
  no: answered(200, { happened: false, value: 1 }),
  refused: answered(409),
  unknownButHappened: answered(500),
  unknownAndNot: answered(500),
  noAnswer: answered(500),
  notSent: { kind: "notSent", reason: "connection refused" },
};

function answered(status: number, body: Json = {}): Observation {
  return { kind: "answered", status, headers: {}, body: JSON.stringify(body) };
}

function observationOf(answer: Answer): Observation {
  return ANSWERS[answer];
}

function endOf({ saga }: Drive): Pick<Observed, "end" | "cause" | "attention"> {
  const { ended, cause } = saga.context;
  const incident = incidentOf(saga);
  if (ended === null) {
    return {
      end: "suspended",
      cause: null,
      attention: incident === null ? null : { reason: incident.reason, state: incident.state ?? "" },
    };
  }
  if (ended.status === "terminated") throw new Error("Nobody terminated the saga.");
  return { end: ended.status, cause: ended.status === "completed" ? null : (cause?.type ?? null), attention: null };
}
