import { closeSync, openSync, readSync, statSync } from "node:fs";

/** Stops following. */
export type Unfollow = () => void;

const LOOK_MS = 500;
const LOOK_BYTES_MAX = 64 * 1024;
const LINES_MAX = 3;

/** Follows a log file from its present end and hands on, sparingly, the lines that tell of trouble. */
export function followProblems(file: string, report: (line: string) => void): Unfollow {
  let at = sizeOf(file);
  const timer = setInterval(() => {
    const size = sizeOf(file);
    if (size < at) at = 0;
    if (size === at) return;

    const problems = problemsIn(read(file, Math.max(at, size - LOOK_BYTES_MAX), size));
    at = size;
    for (const line of problems.slice(0, LINES_MAX)) report(line);
    if (problems.length > LINES_MAX) report(`… and ${problems.length - LINES_MAX} more, see ${file}`);
  }, LOOK_MS);
  timer.unref();

  return () => clearInterval(timer);
}

/** The lines of a log that say something is wrong, each short enough to read. */
export function problemsIn(text: string): readonly string[] {
  return text
    .split("\n")
    .map(problemOf)
    .filter((line) => line !== null)
    .map((line) => (line.length > 200 ? `${line.slice(0, 199)}…` : line));
}

/** Structured lines count from level error (50) on; other lines when they begin like an error. */
function problemOf(line: string): string | null {
  if (!line.startsWith("{")) return /^(\w*Error|FATAL|PANIC|⨯|Uncaught)\b.*:|\b(FATAL|PANIC):/.test(line) ? line.trim() : null;

  try {
    const { level, message, msg = message, error, err = error } = JSON.parse(line);
    const isProblem = Number(level) >= 50 || level === "error" || level === "fatal";

    return isProblem ? [msg, err?.message].filter(Boolean).join(": ") : null;
  } catch {
    // Half a line: the other half will not be structured either.
    return null;
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function read(file: string, from: number, to: number): string {
  const descriptor = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(to - from);
    const count = readSync(descriptor, bytes, 0, bytes.length, from);

    return bytes.toString("utf8", 0, count);
  } finally {
    closeSync(descriptor);
  }
}
