import type { Comment, Comments, Written, WrittenCollection, WrittenEntry } from "../written.ts";
import { lastBefore } from "./last-before.ts";
import type { PlacedComment } from "./source-layout.ts";

/** Gives every comment of one document to what it stands at: the entry on its line, or the one below it. */
export function placeComments(root: Written, comments: readonly PlacedComment[]): Comments {
  const before = new Map<number, readonly Comment[]>();
  const behind = new Map<number, string>();
  const below = new Map<number, readonly Comment[]>();
  const leading: Comment[] = [];
  const add = (to: Map<number, readonly Comment[]>, id: number, comment: Comment): void =>
    void to.set(id, [...(to.get(id) ?? []), comment]);

  for (const { at, text, column, isAlone, isSpaced } of comments) {
    const spot = spotOf(root, { at, column, isAlone });
    const comment = { text, isSpaced };
    if (spot.kind === "top") leading.push(comment);
    if (spot.kind === "before") add(before, spot.id, comment);
    if (spot.kind === "below") add(below, spot.id, comment);
    if (spot.kind !== "behind") continue;

    // A line has room for one: what came first moves above.
    const first = behind.get(spot.id);
    if (first !== undefined) add(before, spot.id, { text: first, isSpaced: false });
    behind.set(spot.id, text);
  }
  return withHead(leading, root, { before, behind, below });
}

type Spot = { readonly kind: "before" | "behind" | "below"; readonly id: number } | { readonly kind: "top" };
type At = Pick<PlacedComment, "at" | "column" | "isAlone">;

function spotOf(root: Written, comment: At): Spot {
  if (!isInhabited(root)) return { kind: "top" };
  let owner: WrittenEntry | undefined;
  let inside = root;
  for (;;) {
    const index = lastBefore(inside.starts, comment.at);
    const entry = inside.entries[index];
    const next = inside.entries[index + 1];
    if (entry === undefined) return spotBeforeAll(comment, { owner, next });

    if (isInhabited(entry.value) && belongsInto(entry.value, comment, inside)) {
      owner = entry;
      inside = entry.value;
      continue;
    }
    if (!comment.isAlone) return { kind: "behind", id: entry.id };
    if (comment.at < entry.value.end) return { kind: "before", id: entry.id };

    return next === undefined ? { kind: "below", id: inside.id } : { kind: "before", id: next.id };
  }
}

function spotBeforeAll(
  comment: At,
  { owner, next }: { readonly owner: WrittenEntry | undefined; readonly next: WrittenEntry | undefined },
): Spot {
  if (owner === undefined || next === undefined) return { kind: "top" };

  return comment.isAlone ? { kind: "before", id: next.id } : { kind: "behind", id: owner.id };
}

function belongsInto(inner: WrittenCollection, { at, column, isAlone }: At, outer: WrittenCollection): boolean {
  if (inner.isFlow) return inner.start < at && at < inner.end;
  if (!isAlone) return at > inner.start;

  // Below the last entry only the indentation tells whose it is.
  return at < inner.end || (column > outer.column && column >= inner.column);
}

function isInhabited(written: Written): written is WrittenCollection {
  return (written.kind === "map" || written.kind === "list") && written.entries.length > 0;
}

const FOR_EDITORS = /^#\s*yaml-language-server:/;

// Comments above the first field are about the document if an empty line follows, or if they are meant for an
// editor; else about the field, and move with it.
function withHead(leading: readonly Comment[], root: Written, placed: Pick<Comments, "before" | "behind" | "below">): Comments {
  const first = isInhabited(root) ? root.entries[0] : undefined;
  const isApart = (index: number): boolean => (leading[index + 1]?.isSpaced ?? first?.isSpaced) === true;
  const last = leading.findLastIndex(({ text }, index) => first === undefined || isApart(index) || FOR_EDITORS.test(text));
  const own = leading.slice(last + 1);
  const before = new Map(placed.before);
  // One may stand there already: between a key and its value, written below one another.
  if (first !== undefined && own.length > 0) before.set(first.id, [...own, ...(before.get(first.id) ?? [])]);

  return { ...placed, before, head: leading.slice(0, last + 1), isHeadApart: last >= 0 && isApart(last) };
}
