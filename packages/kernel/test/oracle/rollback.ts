import type { UndoByEvent } from "@skald/dsl";
import { type Flow, fork, type Report } from "./flow.ts";
import { type Entry, operationOf, type Run, type Visit } from "./run.ts";

/**
 * Undoes entries of a stack (R6), and stops at what cannot be undone (R7). It cannot be interrupted itself (R10);
 * gives whether it was to stop meanwhile.
 */
export function* undoAll(run: Run, entries: readonly Entry[]): Flow<boolean> {
  const { order, onFailure } = run.saga.compensation;
  const latestFirst = entries.toReversed();
  const failed: Entry[] = [];
  const lanes = latestFirst.map(
    (entry) =>
      function* (): Flow<null> {
        if (yield* entry.undo()) return null;
        failed.push(entry);
        if (onFailure === "suspend") yield* suspend(run, "undo_failed", entry.path);
        return null;
      },
  );
  const needs = (lane: number): readonly number[] =>
    latestFirst
      .slice(lane, lane + 1)
      .flatMap((entry) => latestFirst.slice(0, lane).flatMap((later, index) => (isApart(entry, later) ? [] : [index])));
  const rules = { unstoppable: true, passIncidents: onFailure === "continue" };
  const { stop } = yield* fork(lanes, order === "reverse" ? { ...rules, limit: 1 } : { ...rules, needs });
  if (failed.length > 0) yield* suspend(run, "undo_failed", ...failed.map((one) => one.path));
  return stop;
}

// Neither happened before the other: the first difference of their places is the branch of one block.
function isApart(one: Entry, other: Entry): boolean {
  const differs = one.scopes.findIndex((scope, index) => scope !== other.scopes[index]);
  const [left, right] = [one.scopes[differs], other.scopes[differs]];
  return left !== undefined && right !== undefined && left.slice(0, left.lastIndexOf("/")) === right.slice(0, right.lastIndexOf("/"));
}

/** R7: one undo with its retries: those of the operation that undoes, else the saga's. False: it gave up. */
export function* undoByCall(visit: Visit, path: string, attempts?: number): Flow<boolean> {
  const { run } = visit;
  const { onFailure, retry } = run.saga.compensation;
  for (let attempt = 1; ; attempt++) {
    const { answer } = yield* visit.call("undo", attempt, path);
    if (answer === "ok") break;
    if (onFailure !== "retryForever" && (answer === "refused" || attempt >= (attempts ?? retry.attempts))) return false;
  }
  run.undos += 1;
  run.world.standing.delete(visit.effect);
  return true;
}

/** Undoes an item or a child that completed (R13, R14). */
export function* undoNested(run: Run, nested: Run): Flow<boolean> {
  const before = nested.undos + nested.emptyUndos;
  yield* undoAll(nested, nested.stack);
  run.undos += nested.undos + nested.emptyUndos - before;
  run.emptyUndos += 1;
  return true;
}

/** The undo of a state that talks by events; without one nothing is remembered. */
export function pushEvent(visit: Visit, compensate: UndoByEvent | null): void {
  if (compensate === null) return;
  visit.push(function* (): Flow<boolean> {
    if (compensate.kind === "call") {
      const { retry } = operationOf(visit.run.world, compensate.call);
      return yield* undoByCall(visit, visit.path, retry.attempts);
    }
    visit.run.emptyUndos += 1;
    return true;
  });
}

/** Waits for a person, for ever. What has an incident inside may show that, or `child`. */
export function* suspend(run: Run, reason: string, ...paths: readonly string[]): Flow<never> {
  const reports = paths.flatMap((path) => reportsOf(run, reason, path));
  for (;;) yield [{ kind: "incident", reports }];
}

function reportsOf(run: Run, reason: string, path: string): readonly Report[] {
  const own = [{ reason, state: run.key + path }];
  if (run.parent === null) return own;

  const { run: upper, path: at, inline } = run.parent;
  const above = reportsOf(upper, "child", at);
  return inline ? [...own, ...above, ...reportsOf(upper, reason, at)] : above;
}
