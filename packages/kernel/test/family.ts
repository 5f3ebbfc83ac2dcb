import type { CompiledSaga } from "@skald/dsl";
import { memberNews, memberOrders, memberStart, type Observation, type Saga } from "../src/index.ts";
import { Drive } from "./fixtures.ts";

/** A saga with its items and children, driven together: orders go down and news go up until nobody has more to say. */
export class Family {
  readonly root: Drive;
  readonly members = new Map<string, Drive>();
  readonly #children: ReadonlyMap<string, CompiledSaga>;

  constructor(definition: CompiledSaga, input: unknown, children: readonly CompiledSaga[] = []) {
    this.#children = new Map(children.map((child) => [child.hash, child]));
    this.root = new Drive(definition, input as never).start();
    this.settle();
  }

  /** Every saga of the family, the root first, with its place. */
  get all(): readonly (readonly [string, Drive])[] {
    return [["", this.root], ...this.members];
  }

  /** Answers the open call of a state in the saga at a place. */
  answer(place: string, state: string, observation: Observation): this {
    const drive = place === "" ? this.root : this.members.get(place);
    if (drive === undefined) throw new Error(`There is no member at "${place}", but ${[...this.members.keys()].join(", ")}.`);
    drive.answerAt(state, observation);
    this.settle();
    return this;
  }

  /** Open calls of the family, with their places. */
  get open(): readonly string[] {
    return this.all.flatMap(([place, drive]) => drive.open.map((call) => (place === "" ? call : `${place} ${call}`)));
  }

  settle(): void {
    for (let round = 0; round < 1000; round += 1) if (!this.#passMessages()) return;
    throw new Error("The family does not come to rest.");
  }

  #passMessages(): boolean {
    let moved = false;
    for (const order of memberOrders(this.root.saga, this.root.definition)) {
      const member = this.members.get(order.place) ?? this.#begin(order);
      moved = changes(member, () => member.event({ kind: "order", order: order.kind })) || moved;
    }
    for (const [place, member] of this.members) {
      const news = memberNews(member.saga) ?? { kind: "resumed" };
      moved = changes(this.root, () => this.root.event({ kind: "member", place, news })) || moved;
    }
    return moved;
  }

  #begin(order: ReturnType<typeof memberOrders>[number]): Drive {
    const given = memberStart(this.root.saga, this.root.definition, order, (seq) => this.root.entries[seq - 1] ?? missing(seq));
    const definition = given.definition ?? this.#children.get(given.hash);
    if (definition === undefined) throw new Error(`There is no definition "${given.hash}".`);
    const member = new Drive(definition, given.input, {
      parent: { id: this.root.saga.id, place: order.place },
      afterPivot: given.afterPivot,
    });
    member.start();
    this.members.set(order.place, member);
    return member;
  }
}

function changes(drive: Drive, event: () => void): boolean {
  const before: Saga = drive.saga;
  event();
  return drive.saga.seq !== before.seq;
}

function missing(seq: number): never {
  throw new Error(`There is no entry ${seq}.`);
}
