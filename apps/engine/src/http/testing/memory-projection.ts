import { type Saga, sagaSummary } from "@skald/kernel";
import type { AuditItem, CommandView, SagaSummary, StatisticsView } from "@skald/shared";
import type { DefinitionStore } from "../../ports/definitions.ts";
import type { Projection, SagaFilter } from "../../ports/projection.ts";
import type { MemoryCommand, MemoryTables } from "../../runtime/memory/memory-tables.ts";
import { snapshotOf } from "../../runtime/memory/memory-tables.ts";

/** Lists over the rows of a memory store. */
export function createMemoryProjection(tables: MemoryTables, definitions: DefinitionStore): Projection {
  const summaries = async (): Promise<readonly SagaSummary[]> =>
    Promise.all(
      [...tables.sagas.values()].map(async (row) => {
        const definition = await definitions.byHash(row.identity.definition.hash);
        if (definition === null) throw new Error("The definition of a row is not stored.");
        const saga = { ...row.identity, ...snapshotOf(row), seq: row.revision, at: row.updatedAt } as Saga;
        return sagaSummary(saga, definition);
      }),
    );
  const matching = async (filter: SagaFilter): Promise<readonly SagaSummary[]> => (await summaries()).filter((one) => fits(one, filter));
  const commandViews = (): readonly CommandView[] => tables.commands.map(commandView);

  return {
    async list(filter, after, limit) {
      const sign = filter.order === "newest" ? -1 : 1;
      const order = (left: { id: string; startedAt: string }, right: { id: string; startedAt: string }): number =>
        sign * (left.startedAt.localeCompare(right.startedAt) || left.id.localeCompare(right.id));
      const found = (await matching(filter)).toSorted(order);
      return (after === null ? found : found.filter((one) => order(one, after) > 0)).slice(0, limit);
    },
    count: async (filter) => (await matching(filter)).length,
    statistics: async (windowMs) => emptyStatistics(windowMs, await summaries()),
    commands: async (sagaId) => commandViews().filter((one) => one.sagaId === sagaId),
    command: async (sagaId, commandId) => commandViews().find((one) => one.sagaId === sagaId && one.commandId === commandId) ?? null,
    async commandByKey(sagaId, key) {
      const found = tables.commands.find((one) => one.sagaId === sagaId && one.idempotencyKey === key);
      return found === undefined ? null : commandView(found);
    },
    async audit(after, limit) {
      const items = await Promise.all(tables.commands.toReversed().map((one) => auditItem(one, tables, definitions)));
      const from = after === null ? 0 : items.findIndex(({ commandId }) => commandId === after) + 1;
      return items.slice(from, from + limit);
    },
    async runningByDefinition() {
      const live = (await summaries()).filter(({ endedAt }) => endedAt === null);
      return Object.fromEntries([...Map.groupBy(live, ({ definition }) => definition)].map(([name, some]) => [name, some.length]));
    },
  };
}

function fits(one: SagaSummary, filter: SagaFilter): boolean {
  const is = (wanted: string | undefined, found: string | null): boolean => wanted === undefined || wanted === found;
  const [namespace = "", name = ""] = one.definition.split("/");

  return (
    is(filter.namespace, namespace) &&
    is(filter.name, name) &&
    is(filter.version, one.version) &&
    (filter.status === undefined || filter.status.includes(one.status)) &&
    is(filter.phase, one.phase) &&
    is(filter.key, one.key) &&
    (filter.label === undefined || one.labels[filter.label.name] === filter.label.value) &&
    (filter.q === undefined || one.id.startsWith(filter.q) || one.key?.startsWith(filter.q) === true)
  );
}

function commandView({ sagaId, command, verdict, revisionBefore, revisionAfter, at }: MemoryCommand): CommandView {
  const { commandId, type, actor, reason, ticket } = command;
  const result = verdict.kind === "applied" ? verdict.result : `${verdict.code}: ${verdict.detail}`;

  return { commandId, sagaId, type, state: verdict.kind, arguments: {}, actor, reason, ticket, result, revisionBefore, revisionAfter, at };
}

async function auditItem(one: MemoryCommand, tables: MemoryTables, definitions: DefinitionStore): Promise<AuditItem> {
  const { commandId, sagaId, type, actor, reason, ticket, state, result, at } = commandView(one);
  const identity = tables.sagas.get(sagaId)?.identity;
  const definition = identity === undefined ? null : await definitions.byHash(identity.definition.hash);
  const key = identity?.key ?? null;

  return {
    commandId,
    sagaId,
    definition: `${definition?.namespace}/${definition?.name}`,
    key,
    type,
    actor,
    reason,
    ticket,
    state,
    result,
    at,
  };
}

function emptyStatistics(windowMs: number, found: readonly SagaSummary[]): StatisticsView {
  const none = { p50: null, p95: null, p99: null, mean: null };
  const byStatus = Object.fromEntries([...Map.groupBy(found, ({ status }) => status)].map(([status, some]) => [status, some.length]));

  return {
    asOf: "2026-11-01T08:00:00.000Z",
    windowMs,
    byStatus,
    started: found.length,
    ended: 0,
    endedPerMinute: 0,
    compensationRate: null,
    successRate: null,
    stepCompletionRate: null,
    meanSteps: null,
    durationMs: none,
    hotSpots: [],
    definitions: [],
    series: [],
  };
}
