import type { CompiledSaga } from "@skald/dsl";
import { type Entry, type Saga, type Scope, sagaView } from "@skald/kernel";
import { isUuid, ProblemError, type SagaView } from "@skald/shared";
import type { Door } from "../edge.ts";
import { chartless } from "./chartless.ts";

/** A saga as a commit left it, with the definition it is pinned to. */
export interface CommittedSaga {
  readonly saga: Saga;
  readonly definition: CompiledSaga;
}

/** A saga as one read found it. */
export interface SeenSaga extends CommittedSaga {
  entryAt(seq: number): Entry;
}

/**
 * Reads a saga, as it is or as it was at an entry of its journal.
 *
 * @throws ProblemError SAGA_NOT_FOUND
 */
export async function requireSaga(door: Door, id: string, at?: number): Promise<SeenSaga> {
  const read = isUuid(id) ? await (at === undefined ? door.host.read(id) : door.host.read(id, at)) : null;
  if (read === null) throw new ProblemError("SAGA_NOT_FOUND", `There is no saga "${id}".`);

  return { saga: read.saga, definition: await requirePinned(door, read.saga), entryAt: (seq) => read.entryAt(seq) };
}

/** What the API shows of a saga. */
export function viewOf({ saga, definition }: CommittedSaga): SagaView {
  return sagaView(saga, definition);
}

/** What a preview may read. */
export function scopeOf(door: Door, seen: SeenSaga): Scope {
  return {
    definition: seen.definition,
    nowMs: door.clock.nowMs(),
    random: () => door.ids.random(),
    entryAt: (seq) => seen.entryAt(seq),
    env: door.settings.env,
  };
}

/** The revision as an entity tag. */
export function etagOf(revision: number): string {
  return `"${revision}"`;
}

async function requirePinned(door: Door, saga: Saga): Promise<CompiledSaga> {
  const definition = await door.definitions.byHash(saga.definition.hash);

  return definition ?? chartless(saga);
}
