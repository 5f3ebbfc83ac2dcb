import { mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";

const KEPT_BYTES_MAX = 20 * 1024 * 1024;

/** Opens a log for appending, with its folder; one that has grown large is kept once as `.old`. */
export function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > KEPT_BYTES_MAX) renameSync(file, `${file}.old`);

  return openSync(file, "a");
}
