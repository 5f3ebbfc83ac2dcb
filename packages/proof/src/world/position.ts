import type { CompiledSaga } from "@skald/dsl";
import { type Command, type Decision, type Entry, newSaga, type Saga, type SagaEvent } from "@skald/kernel";
import type { Json } from "@skald/shared";
import { type Family, type FamilyEvent, type Laws, moveFamily, type Relative } from "./family.ts";
import { Journal } from "./journal.ts";
import type { Ledger } from "./ledger.ts";

/** Where a saga of a made-up world stands: itself and its members, and the participants' books. Never changed. */
export interface Position {
  readonly family: Family;
  readonly ledger: Ledger;
  /** What was recorded in the whole family, in order. */
  readonly told: Journal;
}

/** The instant every made-up world begins, milliseconds since 1970. */
export const BEGINNING_MS = Date.parse("2026-01-01T00:00:00.000Z");

/** A saga that was not started yet. */
export function beginning(definition: CompiledSaga, input: Json): Position {
  const saga = newSaga({
    id: "00000000-0000-7000-8000-000000000001",
    namespace: definition.namespace,
    definition,
    input,
    key: "key",
    labels: {},
    traceId: "0".repeat(32),
    startedAt: new Date(BEGINNING_MS).toISOString(),
  });

  return { family: { "": { definition, saga, journal: Journal.EMPTY } }, ledger: {}, told: Journal.EMPTY };
}

/** The saga all others of a position belong to. @throws Error when there is none: a defect. */
export function rootOf({ family }: Position): Relative {
  const root = family[""];
  if (root === undefined) throw new Error("A family has a root.");

  return root;
}

/** A position one event further, and what was recorded on the way. */
export interface Move {
  readonly position: Position;
  readonly entries: readonly Entry[];
  readonly verdict: Decision["verdict"];
}

/** Lets an event happen, with the books as the caller keeps them. */
export function moveOn(position: Position, event: FamilyEvent, laws: Laws, ledger: Ledger): Move {
  const { family, entries, verdict } = moveFamily(position.family, event, laws);

  return { position: { family, ledger, told: position.told.with(entries) }, entries, verdict };
}

/** A person's command, given at the revision that is there. */
export function aCommand(saga: Saga, type: Command["type"]): SagaEvent {
  return {
    kind: "command",
    command: {
      commandId: "00000000-0000-7000-8000-000000000002",
      type,
      actor: "a person",
      reason: null,
      ticket: null,
      state: null,
      lane: "action",
      visit: null,
      revision: saga.seq,
      planHash: null,
      now: false,
      downTo: null,
      then: "end",
      happened: null,
      evidence: "seen",
    },
  };
}
