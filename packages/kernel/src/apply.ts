import type { CompiledSaga } from "@skald/dsl";
import type { Json } from "@skald/shared";
import { CREATED, requireMove } from "./chart/machine.ts";
import { EMPTY_CONTEXT, evolve } from "./evolve/evolve.ts";
import type { Entry } from "./types/entry.ts";
import type { Parent, Saga, SagaSnapshot } from "./types/saga.ts";

/** Identity of a saga that is about to start. */
export interface SagaIdentity {
  readonly id: string;
  readonly namespace: string;
  readonly definition: CompiledSaga;
  readonly input: Json;
  /** The saga this is an item or a child of; left out: none. */
  readonly parent?: Parent | null;
  readonly key: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly traceId: string;
  readonly startedAt: string;
}

/** A saga before its first entry. */
export function newSaga(identity: SagaIdentity): Saga {
  const { definition, ...rest } = identity;

  return {
    format: 1,
    ...rest,
    parent: rest.parent ?? null,
    definition: { name: definition.name, version: definition.version, hash: definition.hash },
    seq: 0,
    at: identity.startedAt,
    value: CREATED,
    context: EMPTY_CONTEXT,
  };
}

/**
 * The saga after one entry of its journal (G4). The chart follows `data.move`, the context follows the entry.
 *
 * @throws Error when the entry is not the next one, or its move is none of the chart: the journal is broken.
 */
export function apply(saga: Saga, entry: Entry, definition: CompiledSaga): Saga {
  if (entry.seq !== saga.seq + 1) throw new Error(`Entry ${entry.seq} of saga "${saga.id}" does not follow ${saga.seq}.`);

  const value = entry.data.move === undefined ? saga.value : requireMove(definition, saga, entry.data.move).value;
  return { ...saga, seq: entry.seq, at: entry.at, value, context: evolve(saga.context, entry) };
}

/** Folds entries, in order, over a saga. */
export function fold(saga: Saga, entries: Iterable<Entry>, definition: CompiledSaga): Saga {
  let next = saga;
  for (const entry of entries) next = apply(next, entry, definition);

  return next;
}

/** The part of a saga a checkpoint stores. */
export function sagaSnapshot(saga: Saga): SagaSnapshot {
  return { format: 1, value: saga.value, context: saga.context };
}
