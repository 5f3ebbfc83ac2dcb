/// <reference types="node" />
import { calmCpuMs } from "../cpu-time.ts";
import { createRandom, type Random } from "./random.ts";

// One case is one number: the seed of the run plus the number of the case. A failing one is named in the error and can
// be run alone by pinning it.

/** What is done to a subject, many times. */
export interface Attack {
  /** Of the first case; each further case adds one. */
  readonly seed: number;
  readonly runs: number;
  /** Cases that failed once, run before all others. */
  readonly pinned?: readonly number[];
  readonly make: (random: Random) => string;
  /** Throws when what was promised does not hold. */
  readonly strike: (made: string) => void;
}

/** Processor time of one case. */
const CPU_MS_MAX = 250;

/** Runs every case. @throws Error that names the first case that threw or was slow, with what was made. */
export function attack({ seed, runs, pinned = [], make, strike }: Attack): void {
  for (const each of pinned) runCase(each, { make, strike });
  for (let index = 0; index < runs; index += 1) runCase(seed + index, { make, strike });
}

function runCase(seed: number, { make, strike }: Pick<Attack, "make" | "strike">): void {
  const made = make(createRandom(seed));
  let cpuMs = 0;
  try {
    cpuMs = calmCpuMs(CPU_MS_MAX, () => strike(made));
    if (cpuMs < CPU_MS_MAX) return;
  } catch (error) {
    throw new Error(`Case ${seed} failed. It was ${JSON.stringify(made)}`, { cause: error });
  }
  throw new Error(`Case ${seed} took ${Math.round(cpuMs)} ms of processor time. It was ${JSON.stringify(made)}`);
}

/** The seed of a run: another one than usual when SKALD_FUZZ_SEED says so. */
export function seedOfRun(): number {
  return Number(process.env["SKALD_FUZZ_SEED"] ?? 20_261_127);
}

/** Everything a hostile document would like to change. */
export function describeGlobals(): string {
  const owners = [Object.prototype, Array.prototype, String.prototype, Number.prototype, Function.prototype, globalThis];

  return JSON.stringify(owners.map((owner) => Object.getOwnPropertyNames(owner).sort()));
}
