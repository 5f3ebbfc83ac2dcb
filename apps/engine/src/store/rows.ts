// The one place where rows of the driver become words of the engine.

import type { CompiledSaga } from "@skald/dsl";
import type { Entry, EntryType, Saga, SagaSnapshot } from "@skald/kernel";
import type { Json } from "@skald/shared";
import type { StoredEntry } from "../ports/saga-host.ts";
import type { Row } from "./connection.ts";

/** An entry as stored; the row has seq, at, type, data and hash in hex. */
export function entryFromRow(row: Row): StoredEntry {
  return { seq: row["seq"], at: instantFrom(row["at"]), type: row["type"], data: row["data"], hash: row["hash"] };
}

/** The entry the kernel folds. */
export function toKernelEntry(entry: StoredEntry): Entry {
  return { seq: entry.seq, at: entry.at, type: entry.type as EntryType, data: JSON.parse(entry.data) as Entry["data"] };
}

/** The columns of a saga that never change, but its definition. */
export function identityFromRow(row: Row): Pick<Saga, "id" | "namespace" | "key" | "labels" | "input" | "traceId" | "startedAt"> {
  return {
    id: row["id"],
    namespace: row["namespace"],
    key: row["key"],
    labels: row["labels"],
    input: JSON.parse(row["input"]) as Json,
    traceId: row["trace_id"],
    startedAt: instantFrom(row["started_at"]),
  };
}

/** The saga of a row's checkpoint. @throws SyntaxError when the snapshot is no JSON. */
export function sagaFromRow(row: Row, definition: Pick<CompiledSaga, "name" | "version">): Saga {
  const snapshot = JSON.parse(row["snapshot"]) as SagaSnapshot;

  return {
    format: snapshot.format,
    ...identityFromRow(row),
    definition: { name: definition.name, version: definition.version, hash: row["definition_hash"] },
    parent: null,
    seq: row["revision"],
    at: instantFrom(row["updated_at"]),
    value: snapshot.value,
    context: snapshot.context,
  };
}

/** ISO 8601 in milliseconds, UTC. */
export function instantFrom(value: Date): string {
  return value.toISOString();
}

/** Null stays null. */
export function maybeInstantFrom(value: Date | null): string | null {
  return value === null ? null : value.toISOString();
}
