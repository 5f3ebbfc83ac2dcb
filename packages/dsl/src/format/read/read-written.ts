import { isScalar, type ParsedNode } from "yaml";
import { linesOf } from "../../diagnostics/lines.ts";
import { compose } from "../../source/compose.ts";
import { lex } from "../../source/lex.ts";
import { OWN_TEXT } from "../../source/limits.ts";
import type { WrittenDocument } from "../written.ts";
import { placeComments } from "./place-comments.ts";
import { createNodeReader } from "./read-node.ts";
import { layoutOf } from "./source-layout.ts";

/** Reads the documents of a text as they are written. The text was read before and has no problem of its own. */
export function readWritten(text: string): readonly WrittenDocument[] {
  const lines = linesOf(text);
  const { documents } = compose(lex(lines, 0, OWN_TEXT).tokens ?? [], lines, 0);
  const layout = layoutOf(text);
  const roots = documents.flatMap(({ contents }) => (contents === null || isEmpty(contents) ? [] : [createNodeReader(layout)(contents)]));
  // Between two documents the marker decides: what is above it belongs to the one before.
  const borders = roots.slice(1).map((root) => Number(layout.markers.findLast((marker) => marker < root.start)));
  const starts = [0, ...borders];
  const ends = [...borders, Number.POSITIVE_INFINITY];

  return roots.map((root, index) => {
    const within = layout.comments.filter(({ at }) => at >= Number(starts[index]) && at < Number(ends[index]));
    return { root, comments: placeComments(root, within) };
  });
}

/** The texts of all comments of a text, in their order. */
export function commentTexts(text: string): readonly string[] {
  return layoutOf(text).comments.map((comment) => comment.text);
}

function isEmpty(contents: ParsedNode): boolean {
  return isScalar(contents) && contents.value === null && contents.source === "";
}
