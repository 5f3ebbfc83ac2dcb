import { wordsOf } from "../operation-names.ts";
import type { PlannedOperation } from "../planned-operation.ts";
import { singular, undoWordsOf } from "./undo-words.ts";

/** An operation that looks like the undo of another, and what makes it look so. */
export interface UndoGuess {
  readonly undo: PlannedOperation;
  readonly because: string;
}

/**
 * What may take back an operation, the likeliest first. Names and addresses are all there is to go by, so every answer
 * is a guess. Only what creates or begins something has an undo here: what an update overwrites is lost.
 */
export function findUndos(forward: PlannedOperation, all: readonly PlannedOperation[]): readonly UndoGuess[] {
  const { method } = forward.described;
  if (method !== "POST" && (method !== "PUT" || !canCreate(forward, all))) return [];
  const others = all.filter((each) => each !== forward && each.described.method !== "GET" && each.described.method !== "HEAD");
  const ways = [...byAddress(forward, others), ...byName(forward, others), ...byResource(forward, others)];

  return ways.filter((guess, index) => ways.findIndex((other) => other.undo === guess.undo) === index);
}

// Deleting what was there before would be no undo. A PUT that can answer "not found" creates nothing, one that is called
// an update seldom does, and where a POST to the collection creates, the PUT changes what that made.
function canCreate({ name, described }: PlannedOperation, all: readonly PlannedOperation[]): boolean {
  const [verb = ""] = wordsOf(name);
  const isUpdate = /^(?:update|edit|modify|replace|patch|change|rename)$/.test(verb);
  const isMadeByPost = all.some((other) => other.described.method === "POST" && isItemOf(described.path, other.described.path));

  return !isUpdate && !isMadeByPost && described.refusals.every(({ status }) => status !== 404);
}

// POST /x/{id}/lock and POST /x/{id}/unlock; POST /orders and POST /orders/{id}/cancel.
function byAddress(forward: PlannedOperation, others: readonly PlannedOperation[]): readonly UndoGuess[] {
  const { path } = forward.described;
  const [before, last] = cutLast(path);
  const [verb = ""] = wordsOf(forward.name);
  const verbs = [...undoWordsOf(last), ...undoWordsOf(verb), ...(isCollection(path) ? undoWordsOf("create") : [])];

  return verbs.flatMap((wanted) =>
    others.flatMap((undo) => {
      const [place, word] = cutLast(undo.described.path);
      const isSibling = place === before && undoWordsOf(last).includes(wanted);
      const isBelow = isCollection(path) && isItemOf(place, path);
      if (word !== wanted || undo.described.method === "DELETE" || !(isSibling || isBelow)) return [];
      return [{ undo, because: `"${undo.described.method} ${undo.described.path}" stands beside it` }];
    }),
  );
}

// reserveStock and releaseStock.
function byName(forward: PlannedOperation, others: readonly PlannedOperation[]): readonly UndoGuess[] {
  const [verb = "", ...nouns] = wordsOf(forward.name);

  return undoWordsOf(verb).flatMap((word) =>
    others.flatMap((undo) => {
      const [other, ...rest] = wordsOf(undo.name);
      return other === word && sameNouns(nouns, rest) ? [{ undo, because: `its name says "${word}" where this one says "${verb}"` }] : [];
    }),
  );
}

// POST /things and DELETE /things/{id}; PUT and DELETE of the same thing.
function byResource({ described: { method, path } }: PlannedOperation, others: readonly PlannedOperation[]): readonly UndoGuess[] {
  return others.flatMap((undo) => {
    const isUndo =
      undo.described.method === "DELETE" && (method === "PUT" ? undo.described.path === path : isItemOf(undo.described.path, path));
    return isUndo ? [{ undo, because: `it deletes what ${method} ${path} makes` }] : [];
  });
}

/** `/a/b/lock` as `/a/b` and `lock`; a colon before a verb (`/a/b:lock`) cuts as well. */
export function cutLast(path: string): readonly [before: string, last: string] {
  const at = Math.max(path.lastIndexOf("/"), path.lastIndexOf(":"));

  return [path.slice(0, at), path.slice(at + 1).toLowerCase()];
}

/** Whether the first path is the second and one parameter behind it. */
function isItemOf(item: string, collection: string): boolean {
  return item.startsWith(`${collection.replace(/\/$/, "")}/`) && /^\{[^{}/]+\}$/.test(item.slice(collection.replace(/\/$/, "").length + 1));
}

function isCollection(path: string): boolean {
  return !path.endsWith("}");
}

const FILLERS = new Set(["a", "an", "the", "for", "by", "id", "of", "from", "to", "with", "on"]);

function sameNouns(left: readonly string[], right: readonly string[]): boolean {
  const [mine, theirs] = [left, right].map((words) =>
    words
      .filter((word) => !FILLERS.has(word))
      .map(singular)
      .join(" "),
  );

  return mine === theirs;
}
