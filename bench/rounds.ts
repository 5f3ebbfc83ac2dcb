import { checkLedger, isExact } from "./ledger.ts";
import type { Scene } from "./scene.ts";
import { type Contender, closedLoop, median, type Phase, percentile } from "./workload.ts";

/** How much is measured. */
export interface Effort {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly inFlight: number;
  /** Sagas of W3, over all rounds. */
  readonly oneByOne: number;
}

/** Medians over the rounds of one contender. */
export interface Figures {
  readonly name: string;
  readonly sagas: number;
  readonly sagasPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly oneByOneP50Ms: number;
  readonly oneByOneP99Ms: number;
  readonly engineCpuMs: number | null;
  readonly databaseCpuMs: number | null;
  /** Of the first contender, in the same round. */
  readonly share: number;
}

interface Measured {
  readonly contender: Contender;
  readonly rates: number[];
  readonly loops: Phase[];
  readonly singles: number[];
  readonly engineCpu: number[];
  readonly databaseCpu: number[];
}

/**
 * Measures all contenders in turns (A B, B A, …), so that what else the machine does falls on each alike.
 * @throws when a ledger is not exact: a fast engine that loses a call has no figures.
 */
export async function measure(scene: Scene, contenders: readonly Contender[], effort: Effort): Promise<readonly Figures[]> {
  const all = contenders.map((contender): Measured => ({ contender, rates: [], loops: [], singles: [], engineCpu: [], databaseCpu: [] }));
  let firstId = 1;
  const phase = async (
    contender: Contender,
    limits: { readonly inFlight: number; readonly seconds: number; readonly count: number },
  ): Promise<Phase> => {
    await scene.resetLedger();
    const done = await closedLoop(contender, { ...limits, firstId });
    firstId += done.sagas;
    await requireExact(scene, contender, done);
    return done;
  };

  for (const contender of contenders)
    await phase(contender, { inFlight: effort.inFlight, seconds: effort.warmUpSeconds, count: Number.POSITIVE_INFINITY });
  for (let round = 0; round < effort.rounds; round += 1) {
    for (const measured of round % 2 === 0 ? all : all.toReversed()) await measureRound(measured, { scene, effort, phase });
  }
  const [first] = all;
  return all.map((measured) => figuresOf(measured, first ?? measured));
}

interface Stage {
  readonly scene: Scene;
  readonly effort: Effort;
  readonly phase: (
    contender: Contender,
    limits: { readonly inFlight: number; readonly seconds: number; readonly count: number },
  ) => Promise<Phase>;
}

async function measureRound(measured: Measured, { scene, effort, phase }: Stage): Promise<void> {
  const { contender } = measured;
  const before = { engine: contender.cpuMs(), database: scene.databaseCpuMs() };
  const loop = await phase(contender, { inFlight: effort.inFlight, seconds: effort.seconds, count: Number.POSITIVE_INFINITY });
  const after = { engine: contender.cpuMs(), database: scene.databaseCpuMs() };
  const singles = await phase(contender, { inFlight: 1, seconds: 60, count: Math.ceil(effort.oneByOne / effort.rounds) });

  measured.loops.push(loop);
  measured.rates.push(loop.sagas / loop.seconds);
  measured.singles.push(...singles.latenciesMs);
  if (before.engine !== null && after.engine !== null) measured.engineCpu.push((after.engine - before.engine) / loop.sagas);
  if (before.database !== null && after.database !== null) measured.databaseCpu.push((after.database - before.database) / loop.sagas);
}

async function requireExact(scene: Scene, contender: Contender, { ids }: Phase): Promise<void> {
  const check = checkLedger(await scene.ledger(), ids);
  if (!isExact(check)) throw new Error(`The ledger of "${contender.name}" is not exact: ${JSON.stringify(check)}`);
}

function figuresOf({ contender, rates, loops, singles, engineCpu, databaseCpu }: Measured, first: Measured): Figures {
  const sorted = singles.toSorted((one, other) => one - other);

  return {
    name: contender.name,
    sagas: loops.reduce((sum, loop) => sum + loop.sagas, 0),
    sagasPerSecond: median(rates),
    p50Ms: median(loops.map(({ latenciesMs }) => percentile(latenciesMs, 0.5))),
    p99Ms: median(loops.map(({ latenciesMs }) => percentile(latenciesMs, 0.99))),
    oneByOneP50Ms: percentile(sorted, 0.5),
    oneByOneP99Ms: percentile(sorted, 0.99),
    engineCpuMs: engineCpu.length === 0 ? null : median(engineCpu),
    databaseCpuMs: databaseCpu.length === 0 ? null : median(databaseCpu),
    share: median(rates.map((rate, round) => rate / (first.rates[round] ?? rate))),
  };
}
