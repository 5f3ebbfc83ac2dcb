import type { Cause } from "@skald/kernel";
import type { SagaSummary } from "@skald/shared";
import type { Row } from "./connection.ts";
import { instantFrom, maybeInstantFrom } from "./rows.ts";

/** A row of a list. The place of the failed step is not in it: the row does not know the order of the states. */
export function summaryFromRow(row: Row): SagaSummary {
  return {
    id: row["id"],
    namespace: row["namespace"],
    definition: `${row["namespace"]}/${row["definition_name"]}`,
    version: row["definition_version"],
    hash: row["definition_hash"],
    key: row["key"],
    labels: row["labels"],
    status: row["status"],
    phase: row["phase"],
    attention: attentionFromRow(row),
    held: false,
    revision: row["revision"],
    progress: {
      percent: row["progress_percent"],
      completedSteps: row["steps_completed"],
      totalSteps: row["steps_total"],
      undone: row["undos_completed"],
      toUndo: row["undos_total"],
    },
    current: row["current"],
    attemptsMax: row["attempts_max"],
    cause: causeFromRow(row),
    waived: row["waived"],
    startedAt: instantFrom(row["started_at"]),
    updatedAt: instantFrom(row["updated_at"]),
    endedAt: maybeInstantFrom(row["ended_at"]),
    deadline: maybeInstantFrom(row["deadline_at"]),
    traceId: row["trace_id"],
  };
}

function attentionFromRow(row: Row): SagaSummary["attention"] {
  if (row["attention"] === null) return null;

  return { reason: row["attention"], state: row["attention_state"], since: instantFrom(row["attention_since"]) };
}

function causeFromRow(row: Row): SagaSummary["cause"] {
  if (row["cause"] === null) return null;

  const { state, type, category, status, detail, at } = JSON.parse(row["cause"]) as Cause;
  return { state, index: null, type, category, status, detail, at };
}
