import type { AuditItem, CommandView, SagaSummary, StatisticsView } from "@skald/shared";
import type { Clock } from "../ports/clock.ts";
import type { Projection, SagaCursor, SagaFilter } from "../ports/projection.ts";
import type { Connection, Row } from "./connection.ts";
import type { PrismaClient } from "./generated/client.ts";
import type { CommandModel } from "./generated/models.ts";
import { countLiveSagas } from "./queries/count-live-sagas.ts";
import { countSagas } from "./queries/count-sagas.ts";
import { countSearchedSagas } from "./queries/count-searched-sagas.ts";
import { findAudit } from "./queries/find-audit.ts";
import { findDefinitionHashes } from "./queries/find-definition-hashes.ts";
import { listSagas } from "./queries/list-sagas.ts";
import { listSagasByStatus } from "./queries/list-sagas-by-status.ts";
import { listSagasOldest } from "./queries/list-sagas-oldest.ts";
import type { ResolvedFilter } from "./queries/saga-filter-values.ts";
import { searchSagas } from "./queries/search-sagas.ts";
import { instantFrom } from "./rows.ts";
import { readStatistics } from "./statistics.ts";
import { summaryFromRow } from "./summary-from-row.ts";

/** Counting more is of no use to a reader. */
const COUNT_MAX = 10_000;
const STATISTICS_FRESH_MS = 2_000;
/** A window that takes long to measure is measured less often, so that dashboards never cost more than a tenth. */
const STATISTICS_FRESH_FACTOR = 9;

export interface ProjectionParts {
  readonly db: Connection;
  readonly prisma: PrismaClient;
  readonly clock: Clock;
}

/** Lists, search, statistics and the audit, read from the rows sagas write. */
export function createProjection({ db, prisma, clock }: ProjectionParts): Projection {
  const measured = new Map<number, { readonly freshUntilMs: number; readonly view: Promise<StatisticsView> }>();

  async function list(filter: SagaFilter, after: SagaCursor | null, limit: number): Promise<readonly SagaSummary[]> {
    const resolved = await resolve(filter);
    const rows = await chooseList(filter)(db, resolved, { after, limit });

    return rows.map(summaryFromRow);
  }

  async function count(filter: SagaFilter): Promise<number | null> {
    const resolved = await resolve(filter);
    const counted = await (isSearch(filter) ? countSearchedSagas : countSagas)(db, resolved, COUNT_MAX + 1);

    return counted > COUNT_MAX ? null : counted;
  }

  function statistics(windowMs: number): Promise<StatisticsView> {
    const known = measured.get(windowMs);
    if (known !== undefined && clock.monotonicMs() < known.freshUntilMs) return known.view;

    const beganAtMs = clock.monotonicMs();
    const view = readStatistics(db, windowMs);
    // While it is measured, everybody waits for the same answer.
    measured.set(windowMs, { freshUntilMs: Number.POSITIVE_INFINITY, view });
    view.then(
      () => {
        const now = clock.monotonicMs();
        measured.set(windowMs, { freshUntilMs: now + Math.max(STATISTICS_FRESH_MS, STATISTICS_FRESH_FACTOR * (now - beganAtMs)), view });
      },
      () => measured.delete(windowMs),
    );
    return view;
  }

  async function commands(sagaId: string): Promise<readonly CommandView[]> {
    const rows = await prisma.command.findMany({ where: { sagaId }, orderBy: [{ at: "asc" }, { id: "asc" }] });

    return rows.map(commandFromRow);
  }

  async function command(sagaId: string, commandId: string): Promise<CommandView | null> {
    const row = await prisma.command.findFirst({ where: { id: commandId, sagaId } });

    return row === null ? null : commandFromRow(row);
  }

  async function commandByKey(sagaId: string, idempotencyKey: string): Promise<CommandView | null> {
    const row = await prisma.command.findUnique({ where: { sagaId_idempotencyKey: { sagaId, idempotencyKey } } });

    return row === null ? null : commandFromRow(row);
  }

  async function audit(after: string | null, limit: number): Promise<readonly AuditItem[]> {
    return (await findAudit(db, after, limit)).map(auditFromRow);
  }

  async function runningByDefinition(): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    for (const { definition, sagas } of await countLiveSagas(db)) counts[definition] = (counts[definition] ?? 0) + sagas;

    return counts;
  }

  async function resolve(filter: SagaFilter): Promise<ResolvedFilter> {
    const { namespace, name, version } = filter;
    if (name === undefined && version === undefined) return { filter, hashes: null };

    return { filter, hashes: await findDefinitionHashes(db, { namespace, name, version }) };
  }

  return { list, count, statistics, commands, command, commandByKey, audit, runningByDefinition };
}

function chooseList(filter: SagaFilter): typeof listSagas {
  if (isSearch(filter)) return searchSagas;
  if (filter.order === "oldest") return listSagasOldest;

  return filter.status === undefined ? listSagas : listSagasByStatus;
}

function isSearch(filter: SagaFilter): boolean {
  return filter.key !== undefined || filter.q !== undefined;
}

function commandFromRow(row: CommandModel): CommandView {
  return {
    commandId: row.id,
    sagaId: row.sagaId,
    type: row.type as CommandView["type"],
    state: row.state as CommandView["state"],
    arguments: JSON.parse(row.arguments),
    actor: row.actor,
    reason: row.reason,
    ticket: row.ticket,
    result: row.result,
    revisionBefore: row.revisionBefore,
    revisionAfter: row.revisionAfter,
    at: row.at.toISOString(),
  };
}

function auditFromRow(row: Row): AuditItem {
  return {
    commandId: row["id"],
    sagaId: row["saga_id"],
    definition: row["definition"] ?? "",
    key: row["key"],
    type: row["type"],
    actor: row["actor"],
    reason: row["reason"],
    ticket: row["ticket"],
    state: row["state"],
    result: row["result"],
    at: instantFrom(row["at"]),
  };
}
