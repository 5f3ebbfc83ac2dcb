import { linesOf } from "../../diagnostics/lines.ts";
import { compose } from "../../source/compose.ts";
import { lex } from "../../source/lex.ts";
import { OWN_TEXT } from "../../source/limits.ts";
import type { WrittenDocument } from "../written.ts";
import { placeComments } from "./place-comments.ts";
import { createNodeReader } from "./read-node.ts";
import { layoutOf, type PlacedComment } from "./source-layout.ts";

/** Reads the documents of a text as they are written. The text was read before and has no problem of its own. */
export function readWritten(text: string): readonly WrittenDocument[] {
  const lines = linesOf(text);
  const { documents } = compose(lex(lines, 0, OWN_TEXT).tokens ?? [], lines, 0);
  const layout = layoutOf(text);
  const roots = documents.flatMap(({ contents }) => (contents === null || isEmpty(contents) ? [] : [createNodeReader(layout)(contents)]));
  // Between two documents the marker decides: what is above it belongs to the one before.
  const starts = roots.map((root) => layout.markers.findLast((marker) => marker < root.start) ?? 0);

  return roots.map((root, index) => {
    const from = index === 0 ? 0 : (starts[index] ?? 0);
    const to = starts[index + 1] ?? Number.POSITIVE_INFINITY;
    return { root, comments: placeComments(root, commentsWithin(layout.comments, from, to)) };
  });
}

/** The texts of all comments of a text, in their order. */
export function commentTexts(text: string): readonly string[] {
  return layoutOf(text).comments.map((comment) => comment.text);
}

function commentsWithin(comments: readonly PlacedComment[], from: number, to: number): readonly PlacedComment[] {
  return comments.filter(({ at }) => at >= from && at < to);
}

function isEmpty(contents: { readonly value?: unknown; readonly source?: unknown; readonly items?: unknown }): boolean {
  return contents.items === undefined && contents.value === null && (contents.source ?? "") === "";
}
