import type { CompiledSaga } from "@skald/dsl";
import type { Unit, UnitOutcome } from "../../src/ports/saga-store.ts";
import type { PostgresStore } from "../../src/runtime/postgres/create-postgres-store.ts";
import { createManualClock } from "../../src/testing/manual-clock.ts";
import { createSagaAuthor, type SagaAuthor } from "../../src/testing/saga-author.ts";
import { anOrder } from "../../src/testing/sagas.ts";
import { ANSWERED } from "../../src/testing/scripted-gateway.ts";
import { createSequentialIds } from "../../src/testing/sequential-ids.ts";

const ids = createSequentialIds();

/** The definition of these sagas: reserve, pay, ship. */
export const ORDER = anOrder();
/** The answer that ends the first step of an order. */
export const RESERVED = { kind: "result", callId: "reserve#1/action", attempt: 1, observation: ANSWERED } as const;

/** An author whose saga begins now, or at the instant given. */
export function anAuthor(startedAtMs = Date.now(), definition: CompiledSaga = ORDER): SagaAuthor {
  const clock = createManualClock(startedAtMs);
  return createSagaAuthor(definition, ids.sagaId(startedAtMs), clock);
}

/** A start unit with parts of its row replaced. */
export function withRow(unit: Unit, row: Partial<NonNullable<Unit["checkpoint"]>["row"]>): Unit {
  return unit.checkpoint === null ? unit : { ...unit, checkpoint: { ...unit.checkpoint, row: { ...unit.checkpoint.row, ...row } } };
}

/** A start unit with parts of its saga replaced. */
export function withSaga(unit: Unit, saga: Partial<NonNullable<Unit["start"]>["saga"]>): Unit {
  return unit.start === null ? unit : { ...unit, start: { ...unit.start, saga: { ...unit.start.saga, ...saga } } };
}

/** Commits units one batch at a time. */
export function commitAll({ store }: PostgresStore, units: readonly Unit[]): Promise<readonly UnitOutcome[]> {
  return Promise.all(units.map((unit) => store.submit(unit)));
}
