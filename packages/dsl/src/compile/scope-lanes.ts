import type { Json, JsonObject } from "@skald/shared";
import type { CompiledParallel, CompiledSaga, CompiledState, CompiledTask } from "./compiled.ts";
import { insideNode, laneMove, nodeOf, stateMove, stateNode } from "./moves.ts";
import { localName, pathIn, scopeOf, statesIn } from "./paths.ts";
import { undoLane } from "./undo-lane.ts";

type Definition = Pick<CompiledSaga, "states">;

interface ScopeStart {
  readonly path: string;
  readonly start: string;
}

/** The two lanes of a scope: its states, and the places where what it has done is undone. */
export function scopeLanes(definition: Definition, { path, start }: ScopeStart): JsonObject {
  const states = statesIn(definition, path);
  const forward = Object.fromEntries(states.map((state) => [localName(state.name), forwardState(definition, state)]));

  return {
    forward: { initial: localName(start), on: { [laneMove(path, "unwind")]: nodeOf(path, "undoing") }, states: forward },
    undoing: undoLane(definition, path, states),
  };
}

/** A branch: a region with lanes of its own, and the three ways it comes to rest. */
function branchRegion(definition: Definition, branch: ScopeStart): JsonObject {
  const rest = (): JsonObject => ({ entry: [{ type: "fx.join", params: { state: branch.path } }] });
  const stopped = { [laneMove(branch.path, "stopped")]: nodeOf(branch.path, "stopped") };

  return {
    initial: "forward",
    on: stopped,
    states: {
      ...scopeLanes(definition, branch),
      finishing: {
        entry: [{ type: "fx.finish", params: { state: branch.path } }],
        on: {
          [laneMove(branch.path, "finished")]: nodeOf(branch.path, "done"),
          [laneMove(branch.path, "failed")]: nodeOf(branch.path, "failed"),
        },
      },
      done: rest(),
      failed: rest(),
      stopped: rest(),
    },
  };
}

function forwardState(definition: Definition, state: CompiledState): JsonObject {
  switch (state.type) {
    case "task":
      return taskState(state);
    case "parallel":
      return blockState(definition, state);
    case "switch":
      return momentState(state.name, "fx.choose", {
        ...Object.fromEntries(state.cases.map((one, index) => [stateMove(state.name, `case/${index}`), enter(state.name, one.next)])),
        [stateMove(state.name, "default")]: enter(state.name, state.default),
      });
    case "set":
      return momentState(state.name, "fx.assign", { [stateMove(state.name, "assigned")]: enter(state.name, state.next) });
    case "emit":
      return momentState(state.name, "fx.emit", { [stateMove(state.name, "succeeded")]: enter(state.name, state.next) });
    case "wait":
      return momentState(state.name, "fx.wait", { [stateMove(state.name, "elapsed")]: enter(state.name, state.next) });
    case "compensate":
      return momentState(state.name, "fx.compensate", { [stateMove(state.name, "passed")]: enter(state.name, state.next) });
    case "listen":
      return momentState(state.name, "fx.listen", {
        ...Object.fromEntries(state.cases.map((one, index) => [stateMove(state.name, `case/${index}`), enter(state.name, one.next)])),
        ...timeoutExit(state),
        ...catchExits(state),
      });
    case "human":
      return momentState(state.name, "fx.ask", {
        ...Object.fromEntries(
          Object.entries(state.outcomes).map(([outcome, to]) => [stateMove(state.name, `outcome/${outcome}`), enter(state.name, to)]),
        ),
        ...timeoutExit(state),
        ...catchExits(state),
      });
    case "forEach":
      return membersState(state.name, "fx.each", state);
    case "saga":
      return membersState(state.name, "fx.child", state);
    case "transaction":
      return groupState(state);
    case "succeed":
      return momentState(state.name, "fx.succeed", { "saga.completed": "#saga.completed", "saga.held": "#saga.held" });
    case "fail":
      return momentState(state.name, "fx.fail", { [stateMove(state.name, "raised")]: failedNode(scopeOf(state.name)) });
  }
}

type WithCatch = Extract<CompiledState, { readonly catch: unknown }>;

function taskState(task: CompiledTask): JsonObject {
  const own = (what: string): string => stateMove(task.name, what);

  return {
    initial: firstPlace(task, "calling"),
    states: {
      ...lockingPlace(task),
      calling: { entry: [call(task.name, "action")] },
      backoff: {},
      verifying: { entry: [call(task.name, "verify")] },
      asking: {},
      waiting: {},
      stuck: {},
      unresolved: {},
    },
    on: {
      [own("succeeded")]: enter(task.name, task.next),
      [own("passed")]: enter(task.name, task.next),
      ...catchExits(task),
      ...failureExits(task.name),
      ...lockedExit(task, "calling"),
      [own("again")]: inside(task.name, firstPlace(task, "calling")),
      [own("retrying")]: inside(task.name, "backoff"),
      [own("retried")]: inside(task.name, "calling"),
      [own("verify")]: inside(task.name, "verifying"),
      [own("verify/retrying")]: inside(task.name, "asking"),
      [own("waiting")]: inside(task.name, "waiting"),
      [own("stuck")]: inside(task.name, "stuck"),
      [own("unresolved")]: inside(task.name, "unresolved"),
    },
  };
}

type WithLocks = Pick<CompiledTask, "name" | "locks">;

/** Where a state that calls begins: with locks it asks for them, and calls when they are granted. */
function firstPlace({ locks }: WithLocks, place: string): string {
  return locks.length === 0 ? place : "locking";
}

function lockingPlace({ name, locks }: WithLocks): JsonObject {
  return locks.length === 0 ? {} : { locking: { entry: [{ type: "fx.lock", params: { state: name } }] } };
}

function lockedExit({ name, locks }: WithLocks, place: string): JsonObject {
  return locks.length === 0 ? {} : { [stateMove(name, "locked")]: inside(name, place) };
}

/** Branches at once. The block is left when all of them are at rest and the join is decided. */
function blockState(definition: Definition, block: CompiledParallel): JsonObject {
  const own = (what: string): string => stateMove(block.name, what);
  const regions = Object.entries(block.branches).map(([name, { start }]) => [
    name,
    branchRegion(definition, { path: pathIn(block.name, name), start }),
  ]);

  return {
    initial: "running",
    entry: [{ type: "fx.enter", params: { state: block.name } }],
    states: { running: { type: "parallel", states: Object.fromEntries(regions) }, stuck: {} },
    on: {
      [own("succeeded")]: enter(block.name, block.next),
      ...catchExits(block),
      ...failureExits(block.name),
      [own("retried")]: inside(block.name, "running"),
      [own("stuck")]: inside(block.name, "stuck"),
    },
  };
}

/** A state whose work is done by sagas of their own: items or a child. */
function membersState(name: string, effect: string, state: WithCatch & { readonly next: string | null }): JsonObject {
  return momentState(name, effect, { [stateMove(name, "succeeded")]: enter(name, state.next), ...catchExits(state) });
}

/** A two-phase group: prepare, then commit or abort. Each phase opens its calls by itself, so entering asks for the first only. */
function groupState(state: Extract<CompiledState, { type: "transaction" }>): JsonObject {
  const own = (what: string): string => stateMove(state.name, what);

  return {
    initial: firstPlace(state, "preparing"),
    states: {
      ...lockingPlace(state),
      preparing: { entry: [{ type: "fx.prepare", params: { state: state.name } }] },
      committing: {},
      aborting: {},
      stuck: {},
    },
    on: {
      ...lockedExit(state, "preparing"),
      [own("committing")]: inside(state.name, "committing"),
      [own("aborting")]: inside(state.name, "aborting"),
      [own("retried")]: inside(state.name, "preparing"),
      [own("stuck")]: inside(state.name, "stuck"),
      [own("succeeded")]: enter(state.name, state.next),
      ...catchExits(state),
      ...failureExits(state.name),
    },
  };
}

/** A state that waits for nothing the chart has to know: it is left by what is decided about it. */
function momentState(name: string, effect: string, exits: JsonObject): JsonObject {
  return {
    initial: "active",
    states: { active: { entry: [{ type: effect, params: { state: name } }] }, stuck: {} },
    on: {
      ...exits,
      ...failureExits(name),
      [stateMove(name, "stuck")]: inside(name, "stuck"),
      [stateMove(name, "retried")]: inside(name, "active"),
    },
  };
}

function catchExits(state: WithCatch): JsonObject {
  return Object.fromEntries(state.catch.map((one, index) => [stateMove(state.name, `caught/${index}`), enter(state.name, one.next)]));
}

function timeoutExit(state: { readonly name: string; readonly onTimeout: string | null }): JsonObject {
  return state.onTimeout === null ? {} : { [stateMove(state.name, "timedOut")]: enter(state.name, state.onTimeout) };
}

/** `failed` gives up the scope, `unwind` undoes something first and goes on at what the undoing names. */
function failureExits(name: string): JsonObject {
  const scope = scopeOf(name);

  return { [stateMove(name, "failed")]: failedNode(scope), [stateMove(name, "unwind")]: nodeOf(scope, "undoing") };
}

/** The saga undoes what it did; a branch fails its block, which decides. */
function failedNode(scope: string): string {
  return nodeOf(scope, scope === "" ? "undoing" : "failed");
}

function enter(from: string, next: string | null): JsonObject {
  return { target: stateNode(scopeOf(from), next), reenter: true };
}

function inside(name: string, child: string): JsonObject {
  return { target: insideNode(name, child), reenter: true };
}

function call(state: string, kind: string): Json {
  return { type: "fx.call", params: { state, kind } };
}
