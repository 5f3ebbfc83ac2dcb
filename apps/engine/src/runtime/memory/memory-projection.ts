import type { Command } from "@skald/kernel";
import { type AuditItem, type CommandView, isTerminal, type SagaSummary } from "@skald/shared";
import type { Clock } from "../../ports/clock.ts";
import type { Projection } from "../../ports/projection.ts";
import { statisticsOf } from "./memory-statistics.ts";
import { type MemoryCommand, type MemoryRow, type MemoryTables, snapshotOf } from "./memory-tables.ts";
import { compareByStart, sagaMatches } from "./saga-matches.ts";

/** Lists, search and statistics over the rows of a memory store; like a database it reads rows, never memory of a host. */
export function createMemoryProjection(tables: MemoryTables, clock: Clock): Projection {
  const summaries = (): readonly SagaSummary[] => [...tables.sagas.values()].map(summaryOf);
  const commandsOf = (sagaId: string): readonly MemoryCommand[] => tables.commands.filter((command) => command.sagaId === sagaId);
  const viewOrNull = (command: MemoryCommand | undefined): CommandView | null => (command === undefined ? null : viewOf(command));

  return {
    list(filter, after, limit) {
      const inOrder = compareByStart(filter.order);
      const page = summaries()
        .filter((saga) => sagaMatches(saga, filter) && (after === null || inOrder(after, saga) < 0))
        .sort(inOrder)
        .slice(0, limit);
      return Promise.resolve(page);
    },
    count: (filter) => Promise.resolve(summaries().filter((saga) => sagaMatches(saga, filter)).length),
    statistics: (windowMs) => Promise.resolve(statisticsOf(summaries(), windowMs, clock.nowMs())),
    commands: (sagaId) => Promise.resolve(commandsOf(sagaId).map(viewOf)),
    command: (sagaId, commandId) => Promise.resolve(viewOrNull(commandsOf(sagaId).find(({ command }) => command.commandId === commandId))),
    commandByKey: (sagaId, key) => Promise.resolve(viewOrNull(commandsOf(sagaId).find(({ idempotencyKey }) => idempotencyKey === key))),
    audit(after, limit) {
      const newestFirst = tables.commands.toReversed();
      const start = after === null ? 0 : newestFirst.findIndex(({ command }) => command.commandId === after) + 1;
      return Promise.resolve(newestFirst.slice(start, start + limit).map((command) => auditOf(command, tables)));
    },
    runningByDefinition() {
      const live = Map.groupBy(
        summaries().filter(({ status }) => !isTerminal(status)),
        ({ definition }) => definition,
      );
      return Promise.resolve(Object.fromEntries([...live].map(([definition, sagas]) => [definition, sagas.length])));
    },
  };
}

/** The place of the failed step is not in it: a row does not know the order of the states. */
function summaryOf(saved: MemoryRow): SagaSummary {
  const { identity, row } = saved;
  const { cause, caught, waived } = snapshotOf(saved).context;
  const failure = cause ?? caught[""] ?? null;

  return {
    id: identity.id,
    namespace: identity.namespace,
    definition: `${identity.namespace}/${identity.definition.name}`,
    version: identity.definition.version,
    hash: identity.definition.hash,
    key: identity.key,
    labels: { ...identity.labels },
    status: row.status,
    phase: row.phase,
    attention: row.attention,
    held: false,
    revision: saved.revision,
    progress: row.progress,
    current: [...row.current],
    attemptsMax: row.attemptsMax,
    cause: failure === null ? null : { ...failure, index: null },
    waived: [...waived],
    startedAt: identity.startedAt,
    updatedAt: saved.updatedAt,
    endedAt: row.endedAt,
    deadline: row.deadlineAt,
    traceId: identity.traceId,
  };
}

function viewOf({ sagaId, command, verdict, revisionBefore, revisionAfter, at }: MemoryCommand): CommandView {
  return {
    commandId: command.commandId,
    sagaId,
    type: command.type,
    state: verdict.kind,
    arguments: argumentsOf(command),
    actor: command.actor,
    reason: command.reason,
    ticket: command.ticket,
    result: verdict.kind === "applied" ? verdict.result : `${verdict.code}: ${verdict.detail}`,
    revisionBefore,
    revisionAfter,
    at,
  };
}

/** What the person gave beside type, reason and ticket. */
function argumentsOf(command: Command): Readonly<Record<string, unknown>> {
  const { commandId: _id, type: _type, actor: _actor, reason: _reason, ticket: _ticket, revision: _revision, ...rest } = command;

  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null && value !== false));
}

function auditOf(command: MemoryCommand, tables: MemoryTables): AuditItem {
  const { commandId, sagaId, type, actor, reason, ticket, state, result, at } = viewOf(command);
  const identity = tables.sagas.get(sagaId)?.identity;
  const definition = identity === undefined ? "" : `${identity.namespace}/${identity.definition.name}`;

  return { commandId, sagaId, definition, key: identity?.key ?? null, type, actor, reason, ticket, state, result, at };
}
