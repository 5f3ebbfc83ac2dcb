import { isAlias, isMap, isScalar, type Pair, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { mustGet } from "../../model/must-get.ts";
import type { BlockLines, Written, WrittenCollection, WrittenEntry, WrittenScalar } from "../written.ts";
import { lastBefore } from "./last-before.ts";
import { columnAt, isBelowEmptyLine, type SourceLayout } from "./source-layout.ts";

/** Reads the nodes of one document, which was read without a problem before, as they are written. */
export function createNodeReader({ text, dashes }: SourceLayout): (node: ParsedNode) => Written {
  const anchored = new Map<string, WrittenScalar | WrittenCollection>();
  let ids = 0;

  // `from` is where an empty value is said to stand: the parser puts it behind comments of the next field.
  function readNode(node: ParsedNode | null, from: number): Written {
    if (node === null) return emptyAt(from);
    if (isAlias(node)) {
      const [start, end] = node.range;
      return { kind: "alias", start, end, target: mustGet(anchored, node.source) };
    }
    const written = isScalar(node) ? readScalar(node, from) : readCollection(node);
    if (written.anchor !== null) anchored.set(written.anchor, written);

    return written;
  }

  function readCollection(node: YAMLMap.Parsed | YAMLSeq.Parsed): WrittenCollection {
    ids += 1;
    const id = ids;
    const isFlow = node.flow === true;
    const entries = isMap(node) ? node.items.map(readField) : node.items.map((item) => readItem(item, isFlow));
    const starts = entries.map((each) => each.start);
    const ends = entries.map(({ value }) => value.end);
    // A block has no signs of its own around its entries, and at least one.
    const [start, end] = isFlow ? node.range : [Number(starts[0]), Number(ends.at(-1))];
    const anchor = node.anchor ?? null;

    return { kind: isMap(node) ? "map" : "list", id, isFlow, column: columnAt(text, start), entries, starts, start, end, anchor };
  }

  function readField({ key, value }: Pair<ParsedNode, ParsedNode | null>): WrittenEntry {
    // A key is a scalar, or the document would have been refused; an anchor of it can have no alias.
    const name = { ...readScalar(key as Scalar.Parsed, 0), anchor: null };
    return entry({ key: name, value: readNode(value, name.end), start: name.start });
  }

  function readItem(item: ParsedNode, isFlow: boolean): WrittenEntry {
    const [at] = item.range;
    // The dash that is not the value itself: in "- - a" the outer item's value begins with a dash too.
    const start = isFlow ? at : Number(dashes[lastBefore(dashes, at)]);
    return entry({ key: null, value: readNode(item, isFlow ? at : start + 1), start });
  }

  function entry(parts: Omit<WrittenEntry, "id" | "isSpaced">): WrittenEntry {
    ids += 1;
    return { ...parts, id: ids, isSpaced: isBelowEmptyLine(text, parts.start) };
  }

  function readScalar(node: Scalar.Parsed, from: number): WrittenScalar {
    const anchor = node.anchor ?? null;
    if (node.value === null && node.source === "") return { ...emptyAt(from), anchor };
    const [start, end] = node.range;

    return {
      kind: "scalar",
      start,
      end,
      value: node.value as WrittenScalar["value"],
      source: node.source,
      block: blockOf(node, text.slice(start, end)),
      anchor,
    };
  }

  return (node) => readNode(node, 0);
}

function emptyAt(at: number): WrittenScalar {
  return { kind: "scalar", start: at, end: at, value: null, source: "", block: null, anchor: null };
}

// Null for those whose lines do not show what they hold: a given indentation, or lines of blanks that are content.
function blockOf(node: Scalar, source: string): BlockLines | null {
  if (node.type !== "BLOCK_LITERAL" && node.type !== "BLOCK_FOLDED") return null;

  const [header, ...body] = source.split(/\r?\n/);
  const indent = Number(body.find((line) => line.trim() !== "")?.search(/\S/));
  const lines = body.map((line) => line.slice(indent));
  if (/^.[-+]?\d/.test(`${header}`) || lines.some((line) => line !== "" && line.trim() === "")) return null;
  while (lines.at(-1) === "") lines.pop();

  return { mark: node.type === "BLOCK_LITERAL" ? "|" : ">", lines };
}
