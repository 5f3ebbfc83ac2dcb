import type { Json } from "@skald/shared";
import type { Span } from "../diagnostics/diagnostic.ts";
import { type Lines, spanBetween } from "../diagnostics/lines.ts";
import type { Path, Places } from "../diagnostics/places.ts";
import { sourceOffset } from "./scalar-offset.ts";
import type { TreeNode } from "./tree.ts";

/** One document as plain JSON, with the place of everything in it. */
export interface SourceDocument extends Places {
  /** Which of several documents of one text, from 0. */
  readonly index: number;
  readonly value: Json;
}

/** A document over its tree. */
export function sourceDocument(root: TreeNode, lines: Lines, index: number): SourceDocument {
  const spanOfNode = (node: TreeNode): Span => spanBetween(lines, node.start, trimmedEnd(lines.text, node));

  return {
    index,
    document: index,
    value: root.value,
    spanOf: (path) => spanOfNode(nodeAt(root, path)),
    keySpanOf: (path) => keyPlace(root, lines, path) ?? spanOfNode(nodeAt(root, path)),
    spanWithin: (path, start, end) => {
      const node = nodeAt(root, path);
      const from = sourceOffset(lines.text, node, start);
      const to = sourceOffset(lines.text, node, end - 1);
      return from === undefined || to === undefined ? spanOfNode(node) : spanBetween(lines, from, to + 1);
    },
  };
}

function nodeAt(root: TreeNode, path: Path): TreeNode {
  let node = root;
  for (const step of path) {
    const child = node.children.get(step);
    if (child === undefined) return node;
    node = child;
  }
  return node;
}

function keyPlace(root: TreeNode, lines: Lines, path: Path): Span | undefined {
  const last = path.at(-1);
  if (typeof last !== "string") return undefined;

  const place = nodeAt(root, path.slice(0, -1)).keys.get(last);
  return place === undefined ? undefined : spanBetween(lines, place.start, place.end);
}

// A block collection ends where the next one begins; its last line break is not part of what is meant.
function trimmedEnd(text: string, node: TreeNode): number {
  let end = node.end;
  while (end > node.start && /\s/.test(text.charAt(end - 1))) end -= 1;

  return end;
}
