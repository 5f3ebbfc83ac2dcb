import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { cpus, platform, release, totalmem } from "node:os";

const TICK_MS = 10;

interface ProcessFigures {
  readonly parent: number;
  readonly cpuMs: number;
  /** CPU of children that have ended. */
  readonly endedCpuMs: number;
}

/** Milliseconds of CPU of a process and all its descendants. Null where /proc cannot be read. */
export function cpuOfTree(root: number): number | null {
  const processes = readProcesses();
  if (processes === null) return null;

  const tree = new Set([root]);
  for (let before = 0; before !== tree.size; ) {
    before = tree.size;
    for (const [id, { parent }] of processes) if (tree.has(parent)) tree.add(id);
  }
  return [...tree].reduce((sum, id) => sum + (processes.get(id)?.cpuMs ?? 0) + (processes.get(id)?.endedCpuMs ?? 0), 0);
}

/** Resident memory of one process in MiB. Null where /proc cannot be read. */
export function residentMb(id: number): number | null {
  const text = readText(`/proc/${id}/status`);
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(text ?? "")?.[1];

  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}

/** The parent of a process. Null where /proc cannot be read. */
export function parentOf(id: number): number | null {
  return figuresOf(id)?.parent ?? null;
}

/** What a result has to say of where it was measured. */
export function machine(): {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  readonly commit: string;
} {
  const [first] = cpus();

  return {
    cpu: first?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
    commit: commitHash(),
  };
}

function commitHash(): string {
  try {
    const dirty =
      execFileSync("git", ["status", "--porcelain", "--untracked-files=no"], { cwd: import.meta.dirname, encoding: "utf8" }) !== "";
    return (
      execFileSync("git", ["rev-parse", "--short=12", "HEAD"], { cwd: import.meta.dirname, encoding: "utf8" }).trim() +
      (dirty ? "+changes" : "")
    );
  } catch {
    // No git here: an unpacked archive.
    return "unknown";
  }
}

function readProcesses(): ReadonlyMap<number, ProcessFigures> | null {
  try {
    const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return new Map(
      ids.flatMap((id) => {
        const figures = figuresOf(Number(id));
        return figures === null ? [] : [[Number(id), figures]];
      }),
    );
  } catch {
    // Not Linux.
    return null;
  }
}

/** Fields of /proc/<id>/stat behind the name, which may hold anything: 1 parent, 11 to 14 times in ticks. */
function figuresOf(id: number): ProcessFigures | null {
  const text = readText(`/proc/${id}/stat`);
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const ticks = (first: number): number => (Number(fields[first]) + Number(fields[first + 1])) * TICK_MS;

  return { parent: Number(fields[1]), cpuMs: ticks(11), endedCpuMs: ticks(13) };
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // The process has just ended.
    return null;
  }
}
