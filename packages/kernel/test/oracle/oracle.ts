import type {
  CatchModel,
  ChildState,
  ForEachState,
  HumanState,
  ListenState,
  ParallelState,
  SagaModel,
  ScopeModel,
  StateModel,
} from "@skald/dsl";
import { type Flow, fork } from "./flow.ts";
import { type OutcomeTable, staticPath } from "./outcome-table.ts";
import { pushEvent, suspend, undoAll, undoByCall, undoNested } from "./rollback.ts";
import {
  type Definition,
  type Entry,
  entriesIn,
  type Failed,
  newRun,
  operationOf,
  type Place,
  type Result,
  type Run,
  STOPPED,
  seal,
  Visit,
  type World,
} from "./run.ts";
import { runGroup, runTask } from "./steps.ts";

// A second, naive reading of semantics.md, to hold against the kernel. It shares no code with it. A saga is a function
// that runs its states; where several things may happen it stops and asks (flow.ts), so the set of allowed runs is
// whatever can be answered. Nothing is journalled, folded or decided ahead.
//
// Readings where the rules leave room:
//   O1. A call may be sent any time after it became due, and is not sent when its block was decided before.
//   O2. A tainted step is verified at once, whatever its last answer was, also while its block quiesces; its place in the
//       undo order is the end of its last attempt, also when it is stopped, verified or resolved much later (R6).
//   O3. While a block quiesces nobody catches: a failing branch stops where it is, and a running item or child is cancelled.
//       What came to its end while it undid or aborted, and was told to stop meanwhile, is stopped and not completed.
//   O4. A catch without `compensate` undoes the tainted steps inside its state, and nothing else.
//   O5. Whether an undo without a call of its own (an item, a child, an event) counts as "any undo ran" is left open.
//   O6. The type of a failure is that of the last attempt; of a verify `NotDone`, or `Unknown` if it was not answered.
//   O7. A pivot is verified whatever `onUnknownOutcome` says, because R8 names no policy; "not happened" settles it.
//   O8. Going forward only (behind the pivot, `recovery: forward`), nobody takes a failure that is in doubt.
//   O9. Branches that failed beside a join that was reached are losers: their effects are undone too.
//   O10. A forEach is one entry of its parent's undo stack, pushed when the block is left: before, there is no block to undo.

/** How a saga ended: one of `ends`, with the type of its cause, and the effects that stand as `path#visit`. */
export interface Ending {
  readonly ends: readonly string[];
  readonly cause: string | null;
  readonly stillDone: readonly string[];
}

/** Runs a saga from its start to its end. */
export function* interpret(definition: Definition, table: OutcomeTable): Flow<Ending> {
  const world = { ...definition, table, standing: new Set<string>() };
  const run = newRun({ world, saga: definition.saga, key: "", parent: null, forward: definition.saga.recovery === "forward" });
  const result = yield* runToEnd(run, definition.saga);
  const stillDone = [...world.standing].sort();
  if (result.kind !== "failed") return { ends: ["completed"], cause: null, stillDone };

  const undone = run.undos > 0 ? ["compensated"] : ["failed", "compensated"];
  return { ends: run.undos === 0 && run.emptyUndos === 0 ? ["failed"] : undone, cause: result.type, stillDone };
}

/** Section 3: what does not complete is undone. */
function* runToEnd(run: Run, scope: Pick<ScopeModel, "start" | "states">): Flow<Result> {
  const result = yield* runScope(scope, { run, prefix: "", scopes: [] });
  if (result.kind === "next") return result;

  return (yield* undoAll(run, run.stack)) ? STOPPED : result;
}

function* runScope(scope: Pick<ScopeModel, "start" | "states">, place: Place): Flow<Result> {
  for (let name: string | null = scope.start; name !== null; ) {
    const state = scope.states.find((one) => one.name === name);
    if (state === undefined) throw new Error(`There is no state "${name}"; only checked definitions can be interpreted.`);

    const path = place.prefix + state.name;
    const visit = (place.run.visits.get(path) ?? 0) + 1;
    place.run.visits.set(path, visit);
    const visited = new Visit(place, path, visit);
    const result: Result = yield* runState(state, visited);
    const after: Result = result.kind === "failed" ? yield* recover(state, visited, result) : result;
    if (after.kind !== "next") return after;
    name = after.to;
  }
  return { kind: "next", to: null };
}

function* runState(state: StateModel, visit: Visit): Flow<Result> {
  const { world } = visit.run;
  switch (state.type) {
    case "task":
      return yield* runTask(state, visit);
    case "switch": {
      const index = world.table.caseOf(staticPath(visit.run.key + visit.path), state.cases.length);
      return { kind: "next", to: state.cases[index]?.next ?? state.default };
    }
    case "parallel":
      return yield* runParallel(state, visit);
    case "forEach":
      return yield* runForEach(state, visit);
    case "wait":
      return (yield* visit.move("wait", "elapsed")) ? STOPPED : { kind: "next", to: state.next };
    case "listen":
      return yield* runChoice(
        state,
        visit,
        state.cases.map((one) => one.next),
      );
    case "human":
      return yield* runChoice(state, visit, Object.values(state.outcomes));
    case "emit":
      pushEvent(visit, state.compensate);
      return { kind: "next", to: state.next };
    case "saga":
      return yield* runChild(state, visit);
    case "transaction":
      return yield* runGroup(state, visit);
    case "set":
      return { kind: "next", to: state.next };
    case "compensate": {
      const isMeant = ({ path }: Entry): boolean =>
        state.only === null || state.only.some((name) => isInside(path, visit.place.prefix + name));
      const stop = yield* undoAll(visit.run, entriesIn(visit.place).filter(isMeant));
      return stop ? STOPPED : { kind: "next", to: state.next };
    }
    case "succeed":
      return { kind: "next", to: null };
    case "fail":
      return { kind: "failed", type: state.error.type };
  }
}

/** Section 3 and R9: who takes an error, and what is undone before. */
function* recover(state: StateModel, visit: Visit, failure: Failed): Flow<Result> {
  const { run, path } = visit;
  const wider = state.type === "saga" ? "ChildFailed" : "JoinFailed";
  const isBlock = state.type === "saga" || state.type === "parallel" || state.type === "forEach";
  const fits = ({ errors }: CatchModel): boolean =>
    errors.includes("*") || errors.includes(failure.type) || (isBlock && errors.includes(wider));
  const caught = "catch" in state ? state.catch.find(fits) : undefined;
  const isForgiven = state.type === "task" && state.optional && caught === undefined;
  if (run.forward && (failure.inDoubt === true || (caught === undefined && !isForgiven))) yield* suspend(run, "stuck_forward", path);
  if (caught === undefined && !isForgiven) return failure;

  const tainted = run.stack.filter((entry) => entry.failed && isInside(entry.path, path));
  const stop = yield* undoAll(run, caught?.compensate === true ? entriesIn(visit.place) : tainted);
  if (stop) return STOPPED;
  return { kind: "next", to: caught?.next ?? ("next" in state ? state.next : null) };
}

function isInside(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}.`);
}

/** R5: a block whose branches win or lose. */
function* runParallel(state: ParallelState, visit: Visit): Flow<Result> {
  const { run } = visit;
  const branches = Object.entries(state.branches).map(([name, branch]) => ({ name, branch, id: `${visit.path}#${visit.number}/${name}` }));
  const needed = state.join.kind === "all" ? branches.length : state.join.count;
  const lanes = branches.map(
    ({ name, branch, id }) =>
      () =>
        runScope(branch, { run, prefix: `${visit.path}.${name}.`, scopes: [...visit.place.scopes, id] }),
  );
  const won = (results: readonly Result[]): number => results.filter((one) => one.kind === "next").length;
  const lost = (results: readonly Result[]): number => results.filter((one) => one.kind === "failed").length;
  const isDecided = (results: readonly Result[]): boolean => won(results) >= needed || lost(results) > branches.length - needed;
  const { ended, stop } = yield* fork(lanes, { isDecided });
  if (stop) return STOPPED;

  if (won(ended.map((one) => one.result)) < needed) return firstFailure(ended);
  const winners = ended.filter((one) => one.result.kind === "next").map((one) => branches[one.lane]?.id);
  const losers = branches.map((one) => one.id).filter((id) => !winners.includes(id));
  const stopped = yield* undoAll(
    run,
    run.stack.filter((entry) => losers.some((id) => entry.scopes.includes(id))),
  );
  return stopped ? STOPPED : { kind: "next", to: state.next };
}

/** R4. */
function firstFailure(ended: readonly { readonly result: Result }[]): Failed {
  for (const { result } of ended) if (result.kind === "failed") return result;
  return { kind: "failed", type: "JoinFailed" };
}

/** R13: every item is an inline child saga; the block is one entry, pushed when it is left. */
function* runForEach(state: ForEachState, visit: Visit): Flow<Result> {
  const { run } = visit;
  const count = run.world.table.itemsOf(staticPath(run.key + visit.path));
  const completed: Run[] = [];
  const { order, concurrency, batch } = state.compensation;
  const undo = function* (): Flow<boolean> {
    if (batch !== null) return yield* undoByCall(visit, visit.path);
    const lanes = completed.toReversed().map((item) => () => undoNested(run, item));
    const { ended } = yield* fork(lanes, { limit: order === "reverse" ? concurrency : lanes.length, unstoppable: true });
    return ended.every((one) => one.result);
  };
  const lanes = Array.from(
    { length: count },
    (_, index) =>
      function* (): Flow<Result> {
        const key = `${visit.effect}[${index}].`;
        const item = newRun({
          world: run.world,
          saga: run.saga,
          key,
          parent: { run, path: visit.path, inline: true },
          forward: run.forward,
        });
        const result = yield* runToEnd(item, state.body);
        run.emptyUndos += item.undos;
        if (result.kind === "next") completed.push(item);
        return result;
      },
  );
  const tolerated = state.tolerate.kind === "count" ? state.tolerate.count : Math.floor((count * state.tolerate.percent) / 100);
  const isDecided = (results: readonly Result[]): boolean => results.filter((one) => one.kind === "failed").length > tolerated;
  const { ended, stop } = yield* fork(lanes, { limit: state.concurrency, isDecided });
  if (completed.length > 0) visit.push(undo);
  if (stop) return STOPPED;
  return isDecided(ended.map((one) => one.result)) ? firstFailure(ended) : { kind: "next", to: state.next };
}

/** R14. */
function* runChild(state: ChildState, visit: Visit): Flow<Result> {
  const { run } = visit;
  const { namespace, name, range } = state.saga;
  const saga = run.world.children.get(`${namespace}/${name}@${range ?? "*"}`);
  if (saga === undefined) throw new Error(`There is no definition "${namespace}/${name}"; give it in \`children\`.`);

  const parent = { run, path: visit.path, inline: false };
  const child = newRun({ world: run.world, saga, key: `${visit.effect}.`, parent, forward: saga.recovery === "forward" });
  const result = yield* runToEnd(child, saga);
  run.emptyUndos += child.undos;
  if (result.kind !== "next") return result;
  if (canPassPivot(saga, run.world)) seal(run);
  else visit.push(() => undoNested(run, child));
  return { kind: "next", to: state.next };
}

function canPassPivot(saga: SagaModel, world: World): boolean {
  return saga.states.some((state) => {
    if (state.type === "transaction") return state.kind === "pivot";
    if (state.type !== "task") return false;
    return (state.kind ?? (state.call.kind === "operation" ? operationOf(world, state.call).kind : null)) === "pivot";
  });
}

/** `listen` and `human`: the cases in their order, then the time-out where there is one. */
function* runChoice(state: ListenState | HumanState, visit: Visit, ways: readonly (string | null)[]): Flow<Result> {
  const { world, key } = visit.run;
  const count = ways.length + (state.timeoutMs === null ? 0 : 1);
  const choice = world.table.choiceOf({ path: key + visit.path, visit: visit.number }, count);
  const isTimeout = choice >= ways.length;
  const stop = yield* visit.move(state.type, isTimeout ? "timeout" : `case ${choice}`);
  if (stop) return STOPPED;

  if (isTimeout) return state.onTimeout === null ? { kind: "failed", type: "Timeout" } : { kind: "next", to: state.onTimeout };
  if (state.type === "listen") pushEvent(visit, state.compensate);
  return { kind: "next", to: ways[choice] ?? null };
}
