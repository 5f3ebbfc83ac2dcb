// One commit of one lane: picks the shape, and answers for each unit (architecture.md, section 6).

import type { Unit, UnitOutcome } from "../../ports/saga-store.ts";
import type { Connection } from "../../store/connection.ts";
import { appendEntries } from "../../store/queries/commit/append-entries.ts";
import { type CommittedUnits, commitUnits } from "../../store/queries/commit/commit-units.ts";
import { commitUnitsWithTimers } from "../../store/queries/commit/commit-units-with-timers.ts";
import { findCommandByKey } from "../../store/queries/commit/find-command-by-key.ts";
import { findGates, type TakenGate } from "../../store/queries/commit/find-gates.ts";
import type { LaneIdentity } from "../../store/queries/commit/lane-identity.ts";
import { releaseGates } from "../../store/queries/commit/release-gates.ts";
import { columnsOfUnits, hasCommandOrTimers, isJournalOnly, timerColumnsOfUnits } from "../../store/unit-columns.ts";
import { classifyCommitFailure } from "./commit-failure.ts";

/** What became of a batch. */
export type BatchResult =
  | { readonly kind: "fenced" }
  /** Units that are not named in `refused` are committed. */
  | { readonly kind: "committed"; readonly refused: readonly number[] };

/**
 * Commits a batch in one statement: journal rows only, the hot path, or everything. Only starts with more
 * than one gate need a transaction around it: what a start won beside the gate it lost must be given back.
 */
export async function commitBatch(db: Connection, lane: LaneIdentity, units: readonly Unit[]): Promise<BatchResult> {
  if (units.every(isJournalOnly)) {
    const { held } = await appendEntries(db, lane, units);
    return held ? { kind: "committed", refused: [] } : { kind: "fenced" };
  }
  if (units.some((unit) => gatesOf(unit).length > 1)) return commitInTransaction(db, lane, units);

  const { held, refused } = await commitRows(db, lane, units);
  return held ? { kind: "committed", refused } : { kind: "fenced" };
}

function commitRows(db: Connection, lane: LaneIdentity, units: readonly Unit[]): Promise<CommittedUnits> {
  const columns = columnsOfUnits(units);

  if (!units.some(hasCommandOrTimers)) return commitUnits(db, lane, columns);
  return commitUnitsWithTimers(db, lane, { ...columns, ...timerColumnsOfUnits(units) });
}

async function commitInTransaction(db: Connection, lane: LaneIdentity, units: readonly Unit[]): Promise<BatchResult> {
  await db.query({ text: "begin", values: [] });
  try {
    const { held, refused } = await commitRows(db, lane, units);
    if (!held) {
      await db.query({ text: "rollback", values: [] });
      return { kind: "fenced" };
    }
    const lost = refused.flatMap((number) => gatesOf(units[number]));
    if (lost.length > 0) await releaseGates(db, lost);
    await db.query({ text: "commit", values: [] });
    return { kind: "committed", refused };
  } catch (error) {
    // A broken connection cannot roll back; its transaction ends with it.
    if (classifyCommitFailure(error).kind !== "inDoubt") await db.query({ text: "rollback", values: [] });
    throw error;
  }
}

/**
 * Why a unit was refused: the first of its gates that is taken, or the command that used its key.
 * Null: the holder of the gate gave it back meanwhile; the unit may try again.
 */
export async function explainRefusal(db: Connection, unit: Unit): Promise<UnitOutcome | null> {
  if (unit.command !== null) return explainCommand(db, unit, unit.command);

  const gates = gatesOf(unit);
  const taken = new Map((await findGates(db, gates)).map((gate): [string, TakenGate] => [nameOf(gate), gate]));
  for (const gate of gates) {
    const found = taken.get(nameOf(gate));
    if (found === undefined) continue;
    const sameRequest = gate.fingerprint === null || found.fingerprint === null || gate.fingerprint === found.fingerprint;
    return { kind: "refused", scope: gate.scope, sagaId: found.sagaId, sameRequest };
  }
  return null;
}

async function explainCommand(db: Connection, unit: Unit, record: NonNullable<Unit["command"]>): Promise<UnitOutcome> {
  const found = record.idempotencyKey === null ? null : await findCommandByKey(db, unit.sagaId, record.idempotencyKey);
  if (found === null) return { kind: "rejected", detail: `Command "${record.command.commandId}" exists already.` };

  return { kind: "commandExists", commandId: found.commandId, sameRequest: found.fingerprint === record.fingerprint };
}

interface OwnGate {
  readonly namespace: string;
  readonly scope: string;
  readonly key: string;
  readonly fingerprint: string | null;
  readonly sagaId: string;
}

function gatesOf(unit: Unit | undefined): readonly OwnGate[] {
  const start = unit?.start ?? null;
  if (unit === undefined || start === null) return [];

  return start.gates.map((gate) => ({ ...gate, namespace: start.saga.namespace, sagaId: unit.sagaId }));
}

function nameOf(gate: { readonly scope: string; readonly key: string }): string {
  return `${gate.scope}\n${gate.key}`;
}
