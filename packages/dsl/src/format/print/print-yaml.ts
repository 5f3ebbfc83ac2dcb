import type { Arranged, ArrangedCollection, ArrangedEntry } from "../arrange.ts";
import type { Comment, Comments } from "../written.ts";
import { blockTextOf } from "./block-text.ts";
import { oneLine } from "./one-line.ts";
import { textFor } from "./scalar-text.ts";

/** Objects and lists in braces stay so up to this width, comments behind them not counted. */
const WIDTH_MAX = 100;

/** A document as lines of YAML: two blanks a level, at most one empty line between entries, and only where one was. */
export function printYaml(root: Arranged, comments: Comments): readonly string[] {
  const head = [...commentLines(comments.head, { indent: 0, isFirst: true }), ...(comments.isHeadApart ? [""] : [])];
  if (root.kind === "map" || root.kind === "list") {
    // An anchor here has no use: an alias of it would contain itself.
    const empty = oneLine({ ...root, anchor: null, isFlow: false }, "block", comments);
    return [...head, ...(empty === null ? entriesText(root, 0, comments) : [empty])];
  }
  return [...head, String(oneLine(root, "flow", comments))];
}

function entriesText(collection: ArrangedCollection, indent: number, comments: Comments): readonly string[] {
  const entries = collection.entries.flatMap((entry, index) => {
    const isFirst = index === 0;
    const before = comments.before.get(entry.id) ?? [];
    const space = entry.isSpaced && !(isFirst && before.length === 0) ? [""] : [];
    return [...commentLines(before, { indent, isFirst }), ...space, ...entryLines(entry, indent, comments)];
  });

  return [...entries, ...commentLines(comments.below.get(collection.id) ?? [], { indent, isFirst: false })];
}

function commentLines(
  comments: readonly Comment[],
  { indent, isFirst }: { readonly indent: number; readonly isFirst: boolean },
): readonly string[] {
  return comments.flatMap(({ text, isSpaced }, index) => [...(isSpaced && !(isFirst && index === 0) ? [""] : []), pad(indent) + text]);
}

function entryLines(entry: ArrangedEntry, indent: number, comments: Comments): readonly string[] {
  const { name, value, id } = entry;
  const label = pad(indent) + (name === null ? "-" : `${textFor(name, "block")}:`);
  const text = comments.behind.get(id);
  const behind = text === undefined ? "" : ` ${text}`;
  const block = value.kind === "scalar" ? blockTextOf(value) : null;
  const anchor = value.kind === "alias" || value.anchor === null ? "" : ` &${value.anchor}`;
  if (block !== null)
    return [`${label}${anchor} ${block.mark}${behind}`, ...block.lines.map((each) => (each === "" ? "" : pad(indent + 2) + each))];

  const line = oneLine(value, "block", comments);
  const isNarrow = line !== null && label.length + 1 + line.length <= WIDTH_MAX;
  if (value.kind === "alias" || value.kind === "scalar" || isNarrow || value.entries.length === 0) return [`${label} ${line}${behind}`];

  const below = entriesText(value, indent + 2, comments);
  return isCompact(entry, comments)
    ? below.map((each, index) => (index === 0 ? label + each.slice(indent + 1) : each))
    : [`${label}${anchor}${behind}`, ...below];
}

// "- a: 1" instead of a dash alone, where nothing has to stand between the two.
function isCompact({ name, value, id }: ArrangedEntry, comments: Comments): boolean {
  if (name !== null || value.kind === "alias" || value.kind === "scalar" || value.anchor !== null) return false;
  const first = value.entries[0];

  return first !== undefined && !comments.behind.has(id) && !comments.before.has(first.id);
}

function pad(indent: number): string {
  return " ".repeat(indent);
}
