import { randomUUID } from "node:crypto";
import { open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UsageError } from "../command-line/usage-error.ts";

/** What is there, and what is to be there. */
export interface Replacement {
  readonly before: string;
  readonly after: string;
}

/**
 * Replaces the text of a file, whole or not at all: the new text is written beside it, then takes its name and its
 * permissions. Links stay links. False: the file does not hold exactly what was read, or no UTF-8, and nothing was done.
 *
 * @throws UsageError when it cannot be written; it is as it was.
 */
export async function replaceFile(name: string, { before, after }: Replacement): Promise<boolean> {
  const path = await realpath(name);
  const held = await readFile(path);
  if (!held.equals(Buffer.from(before, "utf8"))) return false;

  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    const file = await open(beside, "wx", (await stat(path)).mode & 0o777);
    try {
      await file.writeFile(after, "utf8");
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw new UsageError(`"${name}" cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
  return true;
}
