import { machine } from "./accounting.ts";
import type { Effort, Figures } from "./rounds.ts";

const COLUMNS: readonly (readonly [title: string, value: (figures: Figures) => string])[] = [
  ["engine", ({ name }) => name],
  ["W1 sagas/s", ({ sagasPerSecond }) => sagasPerSecond.toFixed(0)],
  ["share of bare", ({ share }) => share.toFixed(2)],
  ["W1 p50 / p99 ms", ({ p50Ms, p99Ms }) => `${p50Ms.toFixed(1)} / ${p99Ms.toFixed(1)}`],
  ["W3 p50 / p99 ms", ({ oneByOneP50Ms, oneByOneP99Ms }) => `${oneByOneP50Ms.toFixed(2)} / ${oneByOneP99Ms.toFixed(2)}`],
  ["CPU ms per saga, engine + database", ({ engineCpuMs, databaseCpuMs }) => `${fixed(engineCpuMs)} + ${fixed(databaseCpuMs)}`],
  ["sagas, ledger exact", ({ sagas }) => String(sagas)],
];

/** A table for people, with the machine and the commit it was measured on. */
export function tableOf(figures: readonly Figures[], database: string, effort: Effort): string {
  const { cpu, cores, memoryGb, system, node, commit } = machine();
  const rows = [COLUMNS.map(([title]) => title), ...figures.map((one) => COLUMNS.map(([, value]) => value(one)))];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`);
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;

  return [
    `${cpu}, ${cores} cores, ${memoryGb} GiB, ${system}, Node ${node}, ${database}, commit ${commit}`,
    `${effort.rounds} rounds of ${effort.seconds} s in turns, ${effort.inFlight} sagas in flight, five HTTP steps each; engine, database, participant and driver share the cores`,
    "",
    lines[0],
    rule,
    ...lines.slice(1),
  ].join("\n");
}

/** The same as flat JSON, for a machine. Figures of the engine; `bare.*` of the bare loop. */
export function jsonOf(figures: readonly Figures[], extra: Readonly<Record<string, number | null>>): string {
  const bare = figures.find(({ name }) => name === "bare loop");
  const skald = figures.find(({ name }) => name === "skald");
  const own = skald === undefined ? {} : { ...flat("", skald), "w1.shareOfBare": rounded(skald.share) };

  return JSON.stringify({ ...own, ...(bare === undefined ? {} : flat("bare.", bare)), ...extra, machine: machine() });
}

function flat(prefix: string, figures: Figures): Record<string, number | null> {
  const { engineCpuMs, databaseCpuMs } = figures;

  return {
    [`${prefix}w1.sagasPerSecond`]: rounded(figures.sagasPerSecond),
    [`${prefix}w1.p50Ms`]: rounded(figures.p50Ms),
    [`${prefix}w1.p99Ms`]: rounded(figures.p99Ms),
    [`${prefix}w1.sagas`]: figures.sagas,
    [`${prefix}w3.p50Ms`]: rounded(figures.oneByOneP50Ms),
    [`${prefix}w3.p99Ms`]: rounded(figures.oneByOneP99Ms),
    [`${prefix}cpuMsPerSaga`]: engineCpuMs === null || databaseCpuMs === null ? null : rounded(engineCpuMs + databaseCpuMs),
    [`${prefix}cpuMsPerSaga.engine`]: engineCpuMs === null ? null : rounded(engineCpuMs),
    [`${prefix}cpuMsPerSaga.database`]: databaseCpuMs === null ? null : rounded(databaseCpuMs),
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}

function fixed(value: number | null): string {
  return value === null ? "?" : value.toFixed(3);
}
