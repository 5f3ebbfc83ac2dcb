import type { WrittenScalar } from "../written.ts";

/** A block text in its lines: the mark, then what stands below it without indentation. */
export interface BlockText {
  readonly mark: string;
  readonly lines: readonly string[];
}

/** The block text of a value that was written as one; null if it must be quoted to be read back the same. */
export function blockTextOf({ value, block }: Pick<WrittenScalar, "value" | "block">): BlockText | null {
  if (block === null || typeof value !== "string") return null;
  const [first = ""] = block.lines;
  // More than one line end at the end, or a first line that begins with a blank, need marks nobody remembers.
  const isUsual = !value.endsWith("\n\n") && first.trim() !== "" && !/^\s/.test(first);

  return isUsual ? { mark: value.endsWith("\n") ? block.mark : `${block.mark}-`, lines: block.lines } : null;
}
