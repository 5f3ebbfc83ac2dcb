import type { CompiledSaga } from "@skald/dsl";
import { type Command, type Decision, decide, type Entry, type ExpressionPort, newSaga, type Saga, type SagaEvent } from "@skald/kernel";
import type { Json } from "@skald/shared";
import { unknown } from "../partial/unknown.ts";
import { Journal } from "./journal.ts";
import type { Ledger } from "./ledger.ts";

/** Where a saga of a made-up world stands: itself, its journal, and the participants' books. Never changed. */
export interface Position {
  readonly saga: Saga;
  readonly journal: Journal;
  readonly ledger: Ledger;
}

/** What a made-up world decides with. */
export interface Laws {
  readonly definition: CompiledSaga;
  readonly expressions: ExpressionPort;
  readonly nowMs: number;
  readonly random: number;
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

  return { saga, journal: Journal.EMPTY, ledger: {} };
}

/** A position one event further, and what was recorded on the way. */
export interface Move {
  readonly position: Position;
  readonly entries: readonly Entry[];
  readonly verdict: Decision["verdict"];
}

/**
 * The kernel's own decision about an event (never a copy of it), with the books as the caller keeps them.
 *
 * @throws Error for a defect of kernel or definition.
 */
export function moveOn(position: Position, event: SagaEvent, laws: Laws, ledger: Ledger): Move {
  const { definition, expressions, nowMs, random } = laws;
  // Every name of the environment is there, and nobody knows what it says.
  const env = unknown("env") as unknown as Readonly<Record<string, string>>;
  const entryAt = (seq: number): Entry => position.journal.entryAt(seq);
  const scope = { definition, nowMs, random: () => random, entryAt, env, expressions };
  const { saga, entries, verdict } = decide(position.saga, event, scope);

  return { position: { saga, journal: position.journal.with(entries), ledger }, entries, verdict };
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
