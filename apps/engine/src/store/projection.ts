import type { AuditItem, CommandView, SagaSummary } from "@skald/shared";
import type { Clock } from "../ports/clock.ts";
import type { Projection, SagaCursor, SagaFilter } from "../ports/projection.ts";
import type { Connection, Row } from "./connection.ts";
import type { PrismaClient } from "./generated/client.ts";
import type { CommandModel } from "./generated/models.ts";
import { narrow } from "./narrow-filter.ts";
import { countNarrowSagas } from "./queries/lists/count-narrow-sagas.ts";
import { countSagas } from "./queries/lists/count-sagas.ts";
import { findAudit } from "./queries/lists/find-audit.ts";
import { findDefinitionHashes } from "./queries/lists/find-definition-hashes.ts";
import { listNarrowSagas } from "./queries/lists/list-narrow-sagas.ts";
import { listSagas } from "./queries/lists/list-sagas.ts";
import { listSagasByStatus } from "./queries/lists/list-sagas-by-status.ts";
import { listSagasOldest } from "./queries/lists/list-sagas-oldest.ts";
import type { ResolvedFilter } from "./queries/lists/saga-filter-values.ts";
import { countLiveSagas } from "./queries/statistics/count-live-sagas.ts";
import { remembered } from "./remembered.ts";
import { instantFrom } from "./rows.ts";
import { readStatistics } from "./statistics.ts";
import { summaryFromRow } from "./summary-from-row.ts";

/** Counting more is of no use to a reader. */
const COUNT_MAX = 10_000;
export interface ProjectionParts {
  readonly db: Connection;
  /** For what may take seconds over millions of sagas. */
  readonly slow: Connection;
  readonly prisma: PrismaClient;
  readonly clock: Clock;
}

/** Lists, search, statistics and the audit, read from the rows sagas write. */
export function createProjection({ db, slow, prisma, clock }: ProjectionParts): Projection {
  const statistics = remembered(clock, (windowMs: number) => readStatistics(slow, windowMs));
  const running = remembered(clock, () => countRunning());

  async function list(filter: SagaFilter, after: SagaCursor | null, limit: number): Promise<readonly SagaSummary[]> {
    const [resolved, ids] = await Promise.all([resolve(filter), narrow(db, filter)]);
    const page = { after, limit };
    const rows = ids === null ? await chooseList(filter)(db, resolved, page) : await listNarrowSagas(db, resolved, page, ids);

    return rows.map(summaryFromRow);
  }

  async function count(filter: SagaFilter): Promise<number | null> {
    const [resolved, ids] = await Promise.all([resolve(filter), narrow(db, filter)]);
    const counted = ids === null ? await countSagas(slow, resolved, COUNT_MAX + 1) : await countNarrowSagas(db, resolved, ids);

    return counted > COUNT_MAX ? null : counted;
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

  async function countRunning(): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    for (const { definition, sagas } of await countLiveSagas(slow)) counts[definition] = (counts[definition] ?? 0) + sagas;

    return counts;
  }

  async function resolve(filter: SagaFilter): Promise<ResolvedFilter> {
    const { namespace, name, version } = filter;
    if (name === undefined && version === undefined) return { filter, hashes: null };

    return { filter, hashes: await findDefinitionHashes(db, { namespace, name, version }) };
  }

  return { list, count, statistics, commands, command, commandByKey, audit, runningByDefinition: () => running(0) };
}

function chooseList(filter: SagaFilter): typeof listSagas {
  if (filter.order === "oldest") return listSagasOldest;

  return filter.status === undefined ? listSagas : listSagasByStatus;
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
