import type { CompiledForEach, CompiledSaga } from "@skald/dsl";
import { type Json, type JsonObject, sha256Hex } from "@skald/shared";
import { placeAt, undoScopeOf } from "../../chart/place.ts";
import { requireKnown } from "../../require-known.ts";
import { requireMembersState } from "../../require-state.ts";
import type { Entry } from "../../types/entry.ts";
import type { MemberOrderKind } from "../../types/event.ts";
import type { MembersRecord, Saga } from "../../types/saga.ts";
import { begunCount, type MembersState } from "../states/members.ts";
import { placeOfMember } from "./place-of-member.ts";

/** What a saga wants of one of its members now. */
export interface MemberOrder {
  /** Id of the member's saga: the same at every look. */
  readonly id: string;
  readonly place: string;
  readonly kind: MemberOrderKind;
  readonly state: string;
  readonly index: number;
}

/** What a member is begun with. */
export interface MemberStart {
  /** The body of a forEach; null: the definition of `hash`. */
  readonly definition: CompiledSaga | null;
  readonly hash: string;
  readonly input: Json;
  readonly afterPivot: boolean;
  /** Who started the family. */
  readonly startedBy: string | null;
}

/**
 * What a saga wants of its items and children, as its fold says (W6): to run, to stop, to be undone, to end.
 * A host carries it out as often as it likes: an order a member has obeyed changes nothing.
 */
export function memberOrders(saga: Saga, definition: CompiledSaga): readonly MemberOrder[] {
  return Object.entries(saga.context.members).flatMap(([key, record]) => {
    const path = key.replace(/#.*/, "");
    const state = requireMembersState(definition, path);

    return wanted(saga, state, record).map(([index, kind]): MemberOrder => {
      const place = placeOfMember({ state: path, visit: record.visit, index }, state.type === "forEach");
      return { id: memberId(saga.id, place), place, kind, state: path, index };
    });
  });
}

type Wanted = readonly (readonly [number, MemberOrderKind])[];

function wanted(saga: Saga, state: MembersState, record: MembersRecord): Wanted {
  const { ended, paused } = saga.context;
  const running = Array.from({ length: begunCount(state, record) }, (_, index) => index).filter(
    (index) => record.settled[index] === undefined,
  );
  if (ended !== null) {
    const held = record.completed.map((index) => [index, "release"] as const);
    return ended.status === "terminated" ? [...held, ...running.map((index) => [index, "terminate"] as const)] : held;
  }
  if (record.undoing && undoScopeOf(saga, state.name) !== null) return paused === null ? undos(state, record) : [];
  if (placeAt(saga, state.name)?.lane !== "forward") return [];
  if (paused !== null) return running.map((index) => [index, "pause"] as const);

  return running.map((index) => [index, record.stopping === null ? "run" : "cancel"] as const);
}

/** Completed members are undone in reverse order of their completion, so many at once as the block says. */
function undos(state: MembersState, record: MembersRecord): Wanted {
  if (state.type === "forEach" && state.batch !== null) return [];
  const atOnce = state.type === "forEach" && state.undoOrder === "reverse" ? state.undoConcurrency : record.completed.length;

  return record.completed
    .toReversed()
    .slice(0, atOnce)
    .map((index) => [index, "undo"] as const);
}

/** What a member is begun with; the entry that began its block holds its input. */
export function memberStart(saga: Saga, definition: CompiledSaga, order: MemberOrder, entryAt: (seq: number) => Entry): MemberStart {
  const state = requireMembersState(definition, order.state);
  const { givenAt } = requireKnown(saga.context.members[order.state], "members");
  const given = requireKnown(entryAt(givenAt).data.items, "members")[order.index] ?? null;
  const begun = { afterPivot: saga.context.pivotPassed !== null, startedBy: saga.context.startedBy };
  if (state.type === "forEach")
    return { definition: state.body, hash: state.body.hash, input: itemInput(state, given, order.index), ...begun };

  return { definition: null, hash: state.hash, input: given, ...begun };
}

function itemInput(state: CompiledForEach, item: Json, index: number): JsonObject {
  return { [state.each]: item, [state.at]: index };
}

/**
 * The id of a member: a UUID of version 7 with its parent's time in front, so that a family lies together, and the
 * rest taken from the parent's id and the place. The same at every look, so a crash begins nobody twice.
 */
export function memberId(parentId: string, place: string): string {
  const time = parentId.replaceAll("-", "").slice(0, 12);
  const hash = sha256Hex(`${parentId}/${place}`);
  const hex = `${time}7${hash.slice(0, 3)}${((Number.parseInt(hash.slice(3, 4), 16) & 3) | 8).toString(16)}${hash.slice(4, 19)}`;

  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
