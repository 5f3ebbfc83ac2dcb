import { writeFile } from "node:fs/promises";
import { UsageError } from "../../command-line/usage-error.ts";
import type { Terminal } from "../../terminal.ts";

/**
 * Writes a text to the file named, or to the terminal. A file that is there already may have been worked on, so it is
 * left as it is.
 *
 * @throws UsageError when the file is there or cannot be written.
 */
export async function writeResult(text: string, file: string | undefined, terminal: Terminal): Promise<void> {
  if (file === undefined) {
    terminal.out(text.replace(/\n$/, ""));
    return;
  }
  await writeFile(file, text, { flag: "wx" }).catch((error: unknown) => {
    const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      isThere ? `"${file}" is there already: remove it, or choose another name.` : `"${file}" cannot be written: ${why}.`,
    );
  });
}
