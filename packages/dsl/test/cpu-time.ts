/// <reference types="node" />

/** Processor time the yardstick takes on a machine of 2026 with nothing else to do, in milliseconds. */
const YARDSTICK_MS = 20;
const ATTEMPTS = 10;
/** How many times longer everything takes while branches are counted. */
const HANDICAP = Number(process.env["SKALD_CPU_HANDICAP"] ?? 1);

/**
 * Processor time of some work in milliseconds, garbage collection included, as a machine of 2026 with nothing else to
 * do would need. What takes longer than `limitMs` is tried again: the compiler may take its time once. What still does
 * is measured against a yardstick beside it, because a slow or busy machine makes everything slow.
 */
export function calmCpuMs(limitMs: number, work: () => void): number {
  let cpuMs = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS && cpuMs >= limitMs; attempt += 1) cpuMs = Math.min(cpuMs, cpuMsOf(work));
  if (cpuMs < limitMs) return cpuMs;

  const yardstickMs = Math.min(...Array.from({ length: ATTEMPTS }, () => cpuMsOf(doYardstick)));
  return cpuMs / Math.max(1, yardstickMs / YARDSTICK_MS);
}

function cpuMsOf(work: () => void): number {
  const begun = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begun);

  return (user + system) / 1000 / HANDICAP;
}

/** Work of the kind a reader of documents does: objects by the thousand, texts cut and compared. */
function doYardstick(): void {
  const words = Array.from({ length: 20_000 }, (_, index) => ({ name: `name ${(index * 7_919) % 20_000}`, index }));
  words.sort((left, right) => (left.name < right.name ? -1 : 1));
  JSON.parse(JSON.stringify(words));
}
