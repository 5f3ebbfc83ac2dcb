import { isTerminal, SAGA_STATUSES, type SagaSummary, type StatisticsView } from "@skald/shared";

const SLICES = 60;
const HOT_SPOTS = 20;

/** Live counts now, and what ended within the window. `byStatus` counts ended sagas of the window only. */
export function statisticsOf(sagas: readonly SagaSummary[], windowMs: number, nowMs: number): StatisticsView {
  const sinceMs = nowMs - windowMs;
  const live = sagas.filter((saga) => !isTerminal(saga.status));
  const ended = sagas.filter((saga) => saga.endedAt !== null && Date.parse(saga.endedAt) >= sinceMs);
  const started = sagas.filter((saga) => Date.parse(saga.startedAt) >= sinceMs);
  const completed = sum(ended.map(({ progress }) => progress.completedSteps));

  return {
    asOf: new Date(nowMs).toISOString(),
    windowMs,
    byStatus: Object.fromEntries(
      SAGA_STATUSES.map((status) => [status, [...live, ...ended].filter((saga) => saga.status === status).length]),
    ),
    started: started.length,
    ended: ended.length,
    endedPerMinute: (ended.length * 60_000) / windowMs,
    compensationRate: shareOf(ended, "compensated"),
    successRate: shareOf(ended, "completed"),
    stepCompletionRate: ratio(completed, sum(ended.map(({ progress }) => progress.totalSteps))),
    meanSteps: ratio(completed, ended.length),
    durationMs: durationsOf(ended),
    hotSpots: hotSpotsOf(sagas.filter((saga) => Date.parse(saga.updatedAt) >= sinceMs)),
    definitions: definitionsOf(live, ended),
    series: seriesOf({ started, ended }, sinceMs, windowMs / SLICES),
  };
}

function definitionsOf(live: readonly SagaSummary[], ended: readonly SagaSummary[]): StatisticsView["definitions"] {
  const byHash = Map.groupBy([...live, ...ended], ({ hash }) => hash);

  return [...byHash.values()].map((sagas) => {
    const done = sagas.filter((saga) => isTerminal(saga.status));
    return {
      definition: sagas[0]?.definition ?? "",
      version: sagas[0]?.version ?? "",
      running: sagas.length - done.length,
      ended: done.length,
      successRate: shareOf(done, "completed"),
      compensationRate: shareOf(done, "compensated"),
      durationMs: durationsOf(done),
    };
  });
}

function hotSpotsOf(sagas: readonly SagaSummary[]): StatisticsView["hotSpots"] {
  const failed = sagas.flatMap(({ definition, cause }) =>
    cause?.state == null ? [] : [{ definition, state: cause.state, type: cause.type, at: cause.at }],
  );
  const spots = Map.groupBy(failed, ({ definition, state, type }) => JSON.stringify([definition, state, type]));

  return [...spots.values()]
    .map((found) => ({
      definition: found[0]?.definition ?? "",
      state: found[0]?.state ?? "",
      type: found[0]?.type ?? "",
      count: found.length,
      firstSeen: found.map(({ at }) => at).toSorted()[0] ?? "",
    }))
    .sort((left, right) => right.count - left.count)
    .slice(0, HOT_SPOTS);
}

interface Events {
  readonly started: readonly SagaSummary[];
  readonly ended: readonly SagaSummary[];
}

function seriesOf({ started, ended }: Events, sinceMs: number, sliceMs: number): StatisticsView["series"] {
  return Array.from({ length: SLICES }, (_, slice) => {
    const fromMs = sinceMs + slice * sliceMs;
    const isInside = (at: string | null): boolean => at !== null && Date.parse(at) >= fromMs && Date.parse(at) < fromMs + sliceMs;
    const endedInside = ended.filter(({ endedAt }) => isInside(endedAt));
    return {
      at: new Date(fromMs).toISOString(),
      started: started.filter(({ startedAt }) => isInside(startedAt)).length,
      completed: endedInside.filter(({ status }) => status === "completed").length,
      compensated: endedInside.filter(({ status }) => status === "compensated").length,
    };
  });
}

function durationsOf(ended: readonly SagaSummary[]): StatisticsView["durationMs"] {
  const sorted = ended
    .map(({ startedAt, endedAt }) => Date.parse(endedAt ?? startedAt) - Date.parse(startedAt))
    .sort((left, right) => left - right);
  const at = (share: number): number | null => sorted[Math.min(Math.ceil(share * sorted.length), sorted.length) - 1] ?? null;

  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), mean: ratio(sum(sorted), sorted.length) };
}

function shareOf(ended: readonly SagaSummary[], status: string): number | null {
  return ratio(ended.filter((saga) => saga.status === status).length, ended.length);
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
