import type { SagaSnapshot } from "@skald/kernel";
import { isTerminal } from "@skald/shared";
import type { StartGate, StoredEntry } from "../../ports/saga-host.ts";
import type { Checkpoint, CommandRecord, Unit, UnitOutcome, UnitStart } from "../../ports/saga-store.ts";
import type { SagaIdentity } from "../journal/restore.ts";

/** The row of a saga. Its snapshot is text, so that nothing is shared with whoever wrote it. */
export interface MemoryRow {
  readonly identity: SagaIdentity;
  readonly hot: boolean;
  readonly revision: number;
  readonly updatedAt: string;
  readonly snapshot: string;
  readonly row: Checkpoint["row"];
  readonly deadlineAtMs: number | null;
}

/** A command that was decided, with the saga it belongs to. */
export interface MemoryCommand extends CommandRecord {
  readonly sagaId: string;
}

interface TakenGate {
  readonly sagaId: string;
  readonly fingerprint: string | null;
}

type Refusal = Exclude<UnitOutcome, { kind: "committed" }>;

/**
 * The rows of a memory store: what survives when a host dies. One unit is written completely or not at all (G3),
 * under the checks the database makes: primary keys, the constraint on movers, the trigger on ended sagas, W1.
 */
export class MemoryTables {
  readonly sagas = new Map<string, MemoryRow>();
  readonly journals = new Map<string, StoredEntry[]>();
  readonly commands: MemoryCommand[] = [];
  readonly #gates = new Map<string, TakenGate>();
  /** By saga and name. */
  readonly #timers = new Map<string, { readonly sagaId: string; readonly name: string; readonly dueAtMs: number }>();
  /** Raised by each take-over: an older incarnation is fenced. */
  token = 1;

  /** Writes a unit at an instant of the database's clock. */
  commit(unit: Unit, nowMs: number): UnitOutcome {
    const refusal = this.#taken(unit) ?? this.#defect(unit);
    if (refusal !== null) return refusal;

    const journal = this.journals.get(unit.sagaId) ?? [];
    this.journals.set(unit.sagaId, journal);
    for (const entry of unit.entries) journal.push(entry);
    if (unit.start !== null) this.#takeGates(unit.start);
    if (unit.checkpoint !== null) this.#writeRow(unit, unit.checkpoint, nowMs);
    for (const name of unit.timers.clear) this.#timers.delete(timerKey(unit.sagaId, name));
    for (const { name, delayMs } of unit.timers.set) {
      this.#timers.set(timerKey(unit.sagaId, name), { sagaId: unit.sagaId, name, dueAtMs: nowMs + delayMs });
    }
    if (unit.command !== null) this.commands.push({ ...unit.command, sagaId: unit.sagaId });
    return { kind: "committed" };
  }

  /** Shows a live saga as suspended, poisoned; false when it is so already. */
  park(sagaId: string): boolean {
    const saved = this.sagas.get(sagaId);
    if (saved === undefined || isTerminal(saved.row.status) || isParked(saved)) return false;

    const attention = { reason: "poisoned", state: null, since: saved.updatedAt } as const;
    this.sagas.set(sagaId, { ...saved, hot: true, row: { ...saved.row, status: "suspended", attention, movers: ["person"] } });
    return true;
  }

  /** Timers that are due, the oldest first. */
  dueTimers(nowMs: number, limit: number): readonly { readonly sagaId: string; readonly name: string }[] {
    return [...this.#timers.values()]
      .filter(({ dueAtMs, sagaId }) => dueAtMs <= nowMs && !isParked(this.sagas.get(sagaId)))
      .sort((left, right) => left.dueAtMs - right.dueAtMs)
      .slice(0, limit)
      .map(({ sagaId, name }) => ({ sagaId, name }));
  }

  /** Live sagas whose deadline is over, the oldest first. */
  dueDeadlines(nowMs: number, limit: number): readonly string[] {
    return [...this.sagas.values()]
      .filter((saved) => saved.deadlineAtMs !== null && saved.deadlineAtMs <= nowMs && !isTerminal(saved.row.status) && !isParked(saved))
      .sort((left, right) => (left.deadlineAtMs ?? 0) - (right.deadlineAtMs ?? 0))
      .slice(0, limit)
      .map(({ identity }) => identity.id);
  }

  #taken(unit: Unit): Refusal | null {
    const namespace = unit.start?.saga.namespace ?? "";
    for (const gate of unit.start?.gates ?? []) {
      const taken = this.#gates.get(gateKey(namespace, gate));
      if (taken === undefined) continue;
      const sameRequest = gate.fingerprint === null || gate.fingerprint === taken.fingerprint;
      return { kind: "refused", scope: gate.scope, sagaId: taken.sagaId, sameRequest };
    }

    const key = unit.command?.idempotencyKey ?? null;
    const stored = key === null ? undefined : this.commands.find((one) => one.sagaId === unit.sagaId && one.idempotencyKey === key);
    if (stored === undefined) return null;
    return { kind: "commandExists", commandId: stored.command.commandId, sameRequest: stored.fingerprint === unit.command?.fingerprint };
  }

  #defect({ sagaId, start, entries, checkpoint }: Unit): Refusal | null {
    const saved = this.sagas.get(sagaId);
    const last = this.journals.get(sagaId)?.length ?? 0;
    const revision = last + entries.length;
    if (start === null && saved === undefined) return rejected(`saga "${sagaId}" has no row`);
    if (start !== null && (saved !== undefined || checkpoint === null)) return rejected(`saga "${sagaId}" cannot start`);
    for (const [index, entry] of entries.entries())
      if (entry.seq !== last + index + 1) return rejected(`journal collision at ${entry.seq}`);
    if (checkpoint === null)
      return saved?.hot === false && !isTerminal(saved.row.status) && entries.length > 0
        ? rejected("a resting row would fall behind its journal (W1)")
        : null;

    if (saved !== undefined && isTerminal(saved.row.status)) return rejected("the row of an ended saga never changes");
    if (checkpoint.revision !== revision) return rejected(`the row would say ${checkpoint.revision}, the journal ends at ${revision}`);
    if (checkpoint.row.movers.length === 0 && !isTerminal(checkpoint.row.status))
      return rejected("a live saga has something that can move it");
    return null;
  }

  #takeGates({ saga, gates }: UnitStart): void {
    for (const gate of gates) this.#gates.set(gateKey(saga.namespace, gate), { sagaId: saga.id, fingerprint: gate.fingerprint });
  }

  #writeRow(unit: Unit, checkpoint: Checkpoint, nowMs: number): void {
    const identity = unit.start === null ? this.sagas.get(unit.sagaId)?.identity : identityOf(unit.start);
    const last = this.journals.get(unit.sagaId)?.at(-1);
    if (identity === undefined || last === undefined) return;

    this.sagas.set(unit.sagaId, {
      identity,
      hot: checkpoint.hot,
      revision: checkpoint.revision,
      updatedAt: last.at,
      snapshot: JSON.stringify(checkpoint.snapshot),
      row: checkpoint.row,
      deadlineAtMs: checkpoint.deadlineInMs === null ? null : nowMs + checkpoint.deadlineInMs,
    });
  }
}

/** A poisoned saga that can be read rests; one that cannot stays hot. */
export function isParked(saved: MemoryRow | undefined): boolean {
  return saved?.hot === true && saved.row.attention?.reason === "poisoned";
}

/** The snapshot of a row, as a new object. */
export function snapshotOf(row: MemoryRow): SagaSnapshot {
  return JSON.parse(row.snapshot) as SagaSnapshot;
}

function identityOf({ saga }: UnitStart): SagaIdentity {
  const { id, namespace, definition, key, labels, input, traceId, startedAt } = saga;

  return { id, namespace, definition, key, labels, input, traceId, startedAt };
}

function rejected(detail: string): Refusal {
  return { kind: "rejected", detail };
}

function gateKey(namespace: string, gate: StartGate): string {
  return JSON.stringify([namespace, gate.scope, gate.key]);
}

function timerKey(sagaId: string, name: string): string {
  return `${sagaId} ${name}`;
}
