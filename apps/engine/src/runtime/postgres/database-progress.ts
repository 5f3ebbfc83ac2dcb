import type pg from "pg";
import type { Progress, ProgressReport } from "../../ports/health.ts";
import { countStray } from "../../store/partitions.ts";
import { findStandstill, type Standstill } from "../../store/queries/sagas/find-standstill.ts";
import type { Membership } from "./membership.ts";

export interface DatabaseProgressParts {
  readonly reads: pg.Pool;
  readonly membership: Membership;
  /** Preconditions that do not hold, as sentences. */
  readonly broken: () => readonly string[];
}

/** 30 s and the longest usual time-out of a call, 60 s. */
const STILL_MS = 90_000;
/** G28: due work older than this means not ready, whatever the process looks like. */
const DUE_AGE_MAX_MS = 30_000;
const BEAT_AGE_MAX_MS = 6_600;

type Component = ProgressReport["components"][number];

/** Watches the database side: lease, preconditions, and work that stands still though it is due. */
export function createDatabaseProgress({ reads, membership, broken }: DatabaseProgressParts): Progress {
  async function check(): Promise<ProgressReport> {
    const replica = replicaComponent(membership);
    let work: { readonly component: Component; readonly reasons: readonly string[] };
    let database: Component;
    try {
      const standstill = await findStandstill(reads, membership.shards, STILL_MS);
      const stray = await countStray(reads);
      work = workComponent(standstill);
      database = { name: "database", ...databaseState(broken(), stray) };
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      work = { component: { name: "journal", status: "down", detail: "cannot be asked" }, reasons: [] };
      database = { name: "database", status: "down", detail };
    }

    const components = [database, replica, work.component];
    const reasons = [
      ...components
        .filter((component) => component.status === "down" && component !== work.component)
        .map(({ name, detail }) => `${name}: ${detail}`),
      ...work.reasons,
    ];
    return { ready: reasons.length === 0, reasons, components };
  }

  return { check };
}

function replicaComponent(membership: Membership): Component {
  const { state, beatAgeMs } = membership;
  if (state !== "active") return { name: "replica", status: "down", detail: `is ${state} and holds ${membership.shards.length} shards` };

  const detail = `active, last heartbeat ${Math.round(beatAgeMs)} ms ago`;
  return { name: "replica", status: beatAgeMs < BEAT_AGE_MAX_MS ? "up" : "down", detail };
}

function workComponent({ stalled, unowned, timerLateMs }: Standstill): {
  readonly component: Component;
  readonly reasons: readonly string[];
} {
  const reasons: string[] = [];
  if (stalled > 0) reasons.push(`${stalled} sagas have an open call and a journal that stands still.`);
  if (unowned > 0) reasons.push(`${unowned} moving sagas belong to shards nobody holds.`);
  if (timerLateMs >= DUE_AGE_MAX_MS) reasons.push(`A timer is due for ${Math.round(timerLateMs / 1000)} s.`);

  const detail = `${stalled} stalled, ${unowned} unowned, oldest due timer ${Math.round(timerLateMs)} ms`;
  return { component: { name: "journal", status: reasons.length === 0 ? "up" : "down", detail }, reasons };
}

function databaseState(broken: readonly string[], stray: number): Omit<Component, "name"> {
  if (broken.length > 0) return { status: "down", detail: broken.join(" ") };
  if (stray > 0) return { status: "degraded", detail: `${stray} entries lie in the default partition, which must stay empty` };

  return { status: "up", detail: "answers, durable" };
}
