import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import type { BlockLines, Written, WrittenCollection, WrittenEntry, WrittenScalar } from "../written.ts";
import { columnAt, isBelowEmptyLine, type SourceLayout } from "./source-layout.ts";

/** Reads the nodes of one document, which was read without a problem before, as they are written. */
export function createNodeReader({ text, dashes }: SourceLayout): (node: Node | null) => Written {
  const anchored = new Map<string, WrittenScalar | WrittenCollection>();
  let ids = 0;

  // `from` is where an empty value is said to stand: the parser puts it behind comments of the next field.
  function readNode(node: Node | null, from: number): Written {
    if (isAlias(node)) {
      const [start, end] = rangeOf(node, from);
      return { kind: "alias", start, end, target: anchored.get(node.source) ?? emptyAt(from) };
    }
    const written = isMap(node) || isSeq(node) ? readCollection(node, from) : readScalar(node, from);
    if (written.anchor !== null) anchored.set(written.anchor, written);

    return written;
  }

  function readCollection(node: YAMLMap | YAMLSeq, from: number): WrittenCollection {
    ids += 1;
    const id = ids;
    const isFlow = node.flow === true;
    const entries = isMap(node) ? node.items.map(readField) : node.items.map((item) => readItem(item as Node | null, isFlow));
    const [start, end] = isFlow ? rangeOf(node, from) : [entries[0]?.start ?? from, entries.at(-1)?.value.end ?? from];

    return { kind: isMap(node) ? "map" : "list", id, isFlow, column: columnAt(text, start), entries, start, end, anchor: anchorOf(node) };
  }

  function readField({ key, value }: Pair): WrittenEntry {
    // A key is a scalar, or the document would have been refused; an anchor of it can have no alias.
    const name = { ...readScalar(key as Node, 0), anchor: null };
    return entry({ key: name, value: readNode(value as Node | null, name.end), start: name.start });
  }

  function readItem(item: Node | null, isFlow: boolean): WrittenEntry {
    const at = item?.range?.[0] ?? 0;
    const start = isFlow ? at : lastBefore(dashes, at);
    return entry({ key: null, value: readNode(item, isFlow ? at : start + 1), start });
  }

  function entry(parts: Omit<WrittenEntry, "id" | "isSpaced">): WrittenEntry {
    ids += 1;
    return { ...parts, id: ids, isSpaced: isBelowEmptyLine(text, parts.start) };
  }

  function readScalar(node: Node | null, from: number): WrittenScalar {
    if (!isScalar(node) || (node.value === null && (node.source ?? "") === "")) return { ...emptyAt(from), anchor: anchorOf(node) };
    const [start, end] = rangeOf(node, from);

    return {
      kind: "scalar",
      start,
      end,
      value: node.value as WrittenScalar["value"],
      source: node.source ?? "",
      block: blockOf(node, text.slice(start, end)),
      anchor: anchorOf(node),
    };
  }

  return (node) => readNode(node, 0);
}

function emptyAt(at: number): WrittenScalar {
  return { kind: "scalar", start: at, end: at, value: null, source: "", block: null, anchor: null };
}

function rangeOf(node: Node | null, from: number): readonly [number, number] {
  return [node?.range?.[0] ?? from, node?.range?.[1] ?? from];
}

function anchorOf(node: Node | null): string | null {
  return isAlias(node) ? null : ((node as Scalar | null)?.anchor ?? null);
}

// The one that is not the value itself: in "- - a" the outer item's value begins with a dash too.
function lastBefore(sorted: readonly number[], at: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1] ?? at;
}

// Null for those whose lines do not show what they hold: a given indentation, or lines of blanks that are content.
function blockOf(node: Scalar, source: string): BlockLines | null {
  const [header = "", ...body] = source.split(/\r?\n/);
  const mark = header[0];
  if ((node.type !== "BLOCK_LITERAL" && node.type !== "BLOCK_FOLDED") || (mark !== "|" && mark !== ">")) return null;

  const first = body.find((line) => line.trim() !== "") ?? "";
  const indent = first.length - first.trimStart().length;
  const lines = body.map((line) => line.slice(indent));
  if (/^.[-+]?\d/.test(header) || lines.some((line) => line !== "" && line.trim() === "")) return null;
  while (lines.at(-1) === "") lines.pop();

  return { mark, lines };
}
