// A batch as columns: one array per column of commit-units, each led by the number of its unit.

import type { SagaContext } from "@skald/kernel";
import type { Checkpoint, Unit } from "../ports/saga-store.ts";
import {
  arrayLiteral,
  bigIntArray,
  boolArray,
  hashArray,
  instantArray,
  intArray,
  smallIntArray,
  textArray,
  uuidArray,
} from "./array-columns.ts";
import { commandArguments, commandResult } from "./command-columns.ts";
import { shardOf } from "./shard.ts";

/** Parameters of commit-units, in the order of its groups. */
export interface UnitColumns {
  readonly gates: readonly Buffer[];
  readonly starts: readonly Buffer[];
  readonly rows: readonly Buffer[];
  readonly entries: readonly Buffer[];
}

/** What commit-units-with-timers takes beside. */
export interface TimerColumns {
  readonly commands: readonly Buffer[];
  readonly timersSet: readonly Buffer[];
  readonly timersCleared: readonly Buffer[];
}

/** Whether the unit writes nothing but the journal. */
export function isJournalOnly(unit: Unit): boolean {
  return unit.checkpoint === null && unit.start === null && !hasCommandOrTimers(unit);
}

/** Whether the unit touches what most units do not. */
export function hasCommandOrTimers({ command, timers }: Unit): boolean {
  return command !== null || timers.set.length > 0 || timers.clear.length > 0;
}

/** Turns a batch into the parameters of commit-units. */
export function columnsOfUnits(units: readonly Unit[]): UnitColumns {
  return { gates: gateColumns(units), starts: startColumns(units), rows: rowColumns(units), entries: entryColumns(units) };
}

/** Turns the commands and timers of a batch into parameters. */
export function timerColumnsOfUnits(units: readonly Unit[]): TimerColumns {
  return { commands: commandColumns(units), timersSet: timerSetColumns(units), timersCleared: timerClearColumns(units) };
}

function gateColumns(units: readonly Unit[]): readonly Buffer[] {
  const gates = units.flatMap((unit, number) => {
    const { start } = unit;
    return start === null
      ? []
      : start.gates.map((gate) => ({ ...gate, number, namespace: start.saga.namespace, id: unit.sagaId, keepMs: start.keepMs }));
  });

  return [
    intArray(gates.map((gate) => gate.number)),
    textArray(gates.map((gate) => gate.namespace)),
    textArray(gates.map((gate) => gate.scope)),
    textArray(gates.map((gate) => gate.key)),
    textArray(gates.map((gate) => gate.fingerprint)),
    uuidArray(gates.map((gate) => gate.id)),
    bigIntArray(gates.map((gate) => gate.keepMs)),
  ];
}

function commandColumns(units: readonly Unit[]): readonly Buffer[] {
  const records = units.flatMap((unit, number) => (unit.command === null ? [] : [{ ...unit.command, number, sagaId: unit.sagaId }]));

  return [
    intArray(records.map((record) => record.number)),
    uuidArray(records.map((record) => record.command.commandId)),
    uuidArray(records.map((record) => record.sagaId)),
    textArray(records.map((record) => record.command.type)),
    textArray(records.map((record) => record.verdict.kind)),
    textArray(records.map((record) => commandArguments(record.command))),
    textArray(records.map((record) => record.command.actor)),
    textArray(records.map((record) => record.command.reason)),
    textArray(records.map((record) => record.command.ticket)),
    textArray(records.map((record) => commandResult(record.verdict))),
    intArray(records.map((record) => record.command.revision)),
    intArray(records.map((record) => record.revisionBefore)),
    intArray(records.map((record) => record.revisionAfter)),
    textArray(records.map((record) => record.idempotencyKey)),
    textArray(records.map((record) => record.fingerprint)),
    instantArray(records.map((record) => record.at)),
  ];
}

function startColumns(units: readonly Unit[]): readonly Buffer[] {
  const starts = units.flatMap((unit, number) => (unit.start === null ? [] : [{ number, saga: unit.start.saga }]));

  return [
    intArray(starts.map((start) => start.number)),
    textArray(starts.map((start) => start.saga.namespace)),
    textArray(starts.map((start) => start.saga.definition.hash)),
    textArray(starts.map((start) => start.saga.key)),
    textArray(starts.map((start) => JSON.stringify(start.saga.labels))),
    textArray(starts.map((start) => jsonText(start.saga.input))),
    textArray(starts.map((start) => start.saga.traceId)),
    instantArray(starts.map((start) => start.saga.startedAt)),
  ];
}

interface NumberedCheckpoint extends Checkpoint {
  readonly number: number;
  readonly id: string;
  readonly updatedAt: string | null;
}

function rowColumns(units: readonly Unit[]): readonly Buffer[] {
  const rows = units.flatMap((unit, number): NumberedCheckpoint[] => {
    if (unit.checkpoint === null) {
      if (unit.start !== null) throw new RangeError(`The start of saga "${unit.sagaId}" has no checkpoint.`);
      return [];
    }
    const updatedAt = unit.entries.at(-1)?.at ?? unit.start?.saga.at ?? null;
    return [{ ...unit.checkpoint, number, id: unit.sagaId, updatedAt }];
  });

  return [
    intArray(rows.map((row) => row.number)),
    uuidArray(rows.map((row) => row.id)),
    smallIntArray(rows.map((row) => shardOf(row.id))),
    ...stateColumns(rows),
    ...progressColumns(rows),
    textArray(rows.map(({ row }) => jsonText(row.output))),
    instantArray(rows.map((row) => row.updatedAt)),
    instantArray(rows.map(({ row }) => row.endedAt)),
    bigIntArray(rows.map((row) => row.deadlineInMs)),
  ];
}

function stateColumns(rows: readonly NumberedCheckpoint[]): readonly Buffer[] {
  return [
    textArray(rows.map(({ row }) => row.status)),
    textArray(rows.map(({ row }) => row.phase)),
    textArray(rows.map(({ row }) => row.attention?.reason ?? null)),
    textArray(rows.map(({ row }) => row.attention?.state ?? null)),
    instantArray(rows.map(({ row }) => row.attention?.since ?? null)),
    boolArray(rows.map((row) => row.hot)),
    intArray(rows.map((row) => row.revision)),
    hashArray(rows.map((row) => row.headHash)),
    textArray(rows.map((row) => JSON.stringify(row.snapshot))),
    textArray(rows.map(({ row }) => arrayLiteral(row.movers))),
    textArray(rows.map(({ row }) => arrayLiteral(row.current))),
    intArray(rows.map(({ row }) => row.attemptsMax)),
    textArray(rows.map(({ row }) => row.parkedOn)),
    textArray(rows.map(({ row }) => row.errorType)),
    textArray(rows.map(({ row }) => row.failedState)),
    textArray(rows.map(({ snapshot }) => causeText(snapshot.context))),
    textArray(rows.map(({ snapshot }) => arrayLiteral(snapshot.context.waived))),
  ];
}

function progressColumns(rows: readonly NumberedCheckpoint[]): readonly Buffer[] {
  return [
    intArray(rows.map(({ row }) => row.progress.percent)),
    intArray(rows.map(({ row }) => row.progress.completedSteps)),
    intArray(rows.map(({ row }) => row.progress.totalSteps)),
    intArray(rows.map(({ row }) => row.progress.undone)),
    intArray(rows.map(({ row }) => row.progress.toUndo)),
  ];
}

function entryColumns(units: readonly Unit[]): readonly Buffer[] {
  const entries = units.flatMap((unit, number) => unit.entries.map((entry) => ({ number, sagaId: unit.sagaId, entry })));

  return [
    intArray(entries.map((row) => row.number)),
    uuidArray(entries.map((row) => row.sagaId)),
    intArray(entries.map(({ entry }) => entry.seq)),
    instantArray(entries.map(({ entry }) => entry.at)),
    textArray(entries.map(({ entry }) => entry.type)),
    textArray(entries.map(({ entry }) => entry.data)),
    hashArray(entries.map(({ entry }) => entry.hash)),
  ];
}

function timerSetColumns(units: readonly Unit[]): readonly Buffer[] {
  const timers = units.flatMap((unit, number) => unit.timers.set.map((timer) => ({ ...timer, number, sagaId: unit.sagaId })));

  return [
    intArray(timers.map((timer) => timer.number)),
    uuidArray(timers.map((timer) => timer.sagaId)),
    textArray(timers.map((timer) => timer.name)),
    smallIntArray(timers.map((timer) => shardOf(timer.sagaId))),
    bigIntArray(timers.map((timer) => timer.delayMs)),
  ];
}

// A name that is cleared and set again is only set: one statement must not touch a row twice.
function timerClearColumns(units: readonly Unit[]): readonly Buffer[] {
  const timers = units.flatMap(({ sagaId, timers: { set, clear } }, number) =>
    clear.filter((name) => !set.some((timer) => timer.name === name)).map((name) => ({ number, sagaId, name })),
  );

  return [
    intArray(timers.map((timer) => timer.number)),
    uuidArray(timers.map((timer) => timer.sagaId)),
    textArray(timers.map((timer) => timer.name)),
  ];
}

function jsonText(value: unknown): string {
  return JSON.stringify(value ?? null);
}

function causeText({ cause, caught }: SagaContext): string | null {
  const shown = cause ?? caught[""] ?? null;
  return shown === null ? null : JSON.stringify(shown);
}
