import type { CompiledSaga } from "@skald/dsl";
import { newSaga, type Saga } from "@skald/kernel";
import type { HostStart, StartOutcome } from "../ports/saga-host.ts";
import type { SagaStore, UnitOutcome } from "../ports/saga-store.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import type { DefinitionCache } from "./definition-cache.ts";
import { FIRST_HASH } from "./journal/seal.ts";
import type { HostLimits } from "./limits.ts";
import { buildUnit, type Draft } from "./mailbox/build-unit.ts";
import { type DecisionSources, decideMail, type Work } from "./mailbox/decide-mail.ts";
import type { Known, Mail } from "./mailbox/resident.ts";
import { mailOf } from "./mailbox/resident.ts";

/** What a start needs of the host. */
export interface StartPorts extends DecisionSources {
  readonly store: Pick<SagaStore, "submit" | "backlog">;
  readonly definitions: DefinitionCache;
  readonly limits: HostLimits;
  readonly telemetry: Telemetry;
  isAccepting(): boolean;
  /** Sagas that move in this process now. */
  moving(): number;
  /** A start is under way: until it ends nobody else may take the saga up. */
  expect(sagaId: string): void;
  unexpect(sagaId: string): void;
  begin(known: Known, work: Work, draft: Draft): void;
  fenced(): void;
  storeAnswered(available: boolean): void;
}

const OVERLOADED: StartOutcome = { kind: "overloaded", retryAfterSeconds: 1 };
const UNAVAILABLE: StartOutcome = { kind: "unavailable", retryAfterSeconds: 2 };

/** Starts sagas: the answer is given after the commit (G1), or nothing was accepted (G30). */
export function createStarter(ports: StartPorts): (request: HostStart) => Promise<StartOutcome> {
  const { store, definitions, limits, clock, ids } = ports;
  let starting = 0;

  const isOverloaded = (): boolean => {
    if (limits.concurrentMax > 0 && ports.moving() + starting >= limits.concurrentMax) return true;

    const { units, oldestMs } = store.backlog();
    return units > limits.backlogUnitsMax || oldestMs > limits.backlogAgeMaxMs;
  };

  const submit = async (request: HostStart, definition: CompiledSaga): Promise<StartOutcome> => {
    const known = unborn(request, definition, ids.sagaId(clock.nowMs()), clock.nowMs());
    const mail = [startMail(request)];
    const work = decideMail(known, mail, true, ports);
    if (work.thrown !== null) throw new Error("The kernel could not start a saga.", { cause: work.thrown.error });

    const start = { saga: work.saga, gates: request.gates, keepMs: limits.startKeyKeepMs };
    const draft = buildUnit({ known, work, mail, start, nowMs: clock.nowMs(), limits });
    const { id } = work.saga;
    ports.expect(id);
    const outcome = await store.submit(draft.unit);
    ports.unexpect(id);
    if (outcome.kind === "committed") {
      ports.storeAnswered(true);
      ports.telemetry.count("skald_sagas_started_total");
      ports.begin(known, work, draft);
    }
    if (outcome.kind === "unavailable") ports.storeAnswered(false);
    if (outcome.kind === "fenced") ports.fenced();
    return startOutcome(outcome, work.saga);
  };

  return async (request) => {
    if (!ports.isAccepting()) return UNAVAILABLE;
    if (isOverloaded()) return OVERLOADED;

    starting += 1;
    try {
      const found = definitions.get(request.definitionHash);
      const definition = found instanceof Promise ? await found : found;
      if (definition === null) throw new Error(`Definition "${request.definitionHash}" of a checked start does not exist.`);

      return await submit(request, definition);
    } finally {
      starting -= 1;
    }
  };
}

function startOutcome(outcome: UnitOutcome, saga: Saga): StartOutcome {
  const { id: sagaId } = saga;

  switch (outcome.kind) {
    case "committed":
      return { kind: "started", sagaId, saga };
    case "refused":
      return { kind: "existing", sagaId: outcome.sagaId, scope: outcome.scope, sameRequest: outcome.sameRequest };
    case "fenced":
    case "unavailable":
      return UNAVAILABLE;
    case "rejected":
      throw new Error(`The store rejected the start of saga "${sagaId}": ${outcome.detail}`);
    case "commandExists":
      throw new Error(`The store answered the start of saga "${sagaId}" as a command.`);
  }
}

function startMail(request: HostStart): Mail {
  return mailOf({ kind: "start", deadlineMs: request.deadlineMs, key: request.key, labels: request.labels });
}

function unborn(request: HostStart, definition: CompiledSaga, id: string, nowMs: number): Known {
  const { namespace, input, key, labels, traceId } = request;
  const saga = newSaga({ id, definition, namespace, input, key, labels, traceId, startedAt: new Date(nowMs).toISOString() });

  return { definition, saga, headHash: FIRST_HASH, entries: new Map(), checkpointed: 0, hot: false, behindSinceMs: null, waits: [] };
}
