import type { Json, JsonObject } from "@skald/shared";
import type { CompiledSaga, CompiledState, CompiledTask, MachineConfig } from "./compiled.ts";

/** Root of the chart; targets are absolute below it. */
const ROOT = "saga";

/** The place in the undo lane where the next undo is chosen. No state can have this name. */
export const UNWINDING = "undo:next";

/**
 * The chart of a saga as an XState v5 config: pure JSON.
 *
 * It has no guards and evaluates nothing. What a state asks for are actions named `fx.*` on entry;
 * what was decided comes back as a plain event, `<state>/<what>` for one state, `saga.<what>` for the
 * whole. So the chart can be hashed, stored, drawn and diffed, and folding a journal evaluates no expression.
 */
export function machineConfig(saga: Pick<CompiledSaga, "start" | "states">): MachineConfig {
  const states = Object.values(saga.states);
  const forward = Object.fromEntries(states.map((state) => [state.name, forwardState(state)]));

  return {
    id: ROOT,
    initial: "created",
    on: { "saga.terminated": `#${ROOT}.terminated` },
    states: {
      created: { on: { "saga.start": `#${ROOT}.forward` } },
      forward: { initial: saga.start, on: { "saga.unwind": `#${ROOT}.undoing` }, states: forward },
      undoing: undoLane(states),
      completed: { type: "final" },
      compensated: { type: "final" },
      failed: { type: "final" },
      terminated: { type: "final" },
    },
  };
}

/** Event of the chart that something happened to a state: `reserve/succeeded`. */
export function stateMove(state: string, what: string): string {
  return `${state}/${what}`;
}

function forwardState(state: CompiledState): JsonObject {
  switch (state.type) {
    case "task":
      return taskState(state);
    case "switch":
      return momentState(state.name, "fx.choose", {
        ...Object.fromEntries(state.cases.map((one, index) => [stateMove(state.name, `case/${index}`), enter(one.next)])),
        [stateMove(state.name, "default")]: enter(state.default),
      });
    case "set":
      return momentState(state.name, "fx.assign", { [stateMove(state.name, "assigned")]: enter(state.next) });
    case "wait":
      return momentState(state.name, "fx.wait", { [stateMove(state.name, "elapsed")]: enter(state.next) });
    case "succeed":
      return momentState(state.name, "fx.succeed", { "saga.completed": `#${ROOT}.completed` });
    case "fail":
      return momentState(state.name, "fx.fail", { [stateMove(state.name, "raised")]: `#${ROOT}.undoing` });
  }
}

function taskState(task: CompiledTask): JsonObject {
  const own = (what: string): string => stateMove(task.name, what);

  return {
    initial: "calling",
    states: {
      calling: { entry: [call(task.name, "action")] },
      backoff: {},
      verifying: { entry: [call(task.name, "verify")] },
      asking: {},
      stuck: {},
      unresolved: {},
    },
    on: {
      [own("succeeded")]: enter(task.next),
      [own("passed")]: enter(task.next),
      ...Object.fromEntries(task.catch.map((one, index) => [own(`caught/${index}`), enter(one.next)])),
      [own("failed")]: `#${ROOT}.undoing`,
      [own("retrying")]: inside(task.name, "backoff"),
      [own("retried")]: inside(task.name, "calling"),
      [own("verify")]: inside(task.name, "verifying"),
      [own("verify/retrying")]: inside(task.name, "asking"),
      [own("stuck")]: inside(task.name, "stuck"),
      [own("unresolved")]: inside(task.name, "unresolved"),
    },
  };
}

/** A state that is left in the same decision, unless its expression fails. */
function momentState(name: string, effect: string, exits: JsonObject): JsonObject {
  return {
    initial: "active",
    states: { active: { entry: [{ type: effect, params: { state: name } }] }, stuck: {} },
    on: {
      ...exits,
      [stateMove(name, "failed")]: `#${ROOT}.undoing`,
      [stateMove(name, "stuck")]: inside(name, "stuck"),
      [stateMove(name, "retried")]: inside(name, "active"),
    },
  };
}

function undoLane(states: readonly CompiledState[]): JsonObject {
  const undoable = states.filter((state): state is CompiledTask => state.type === "task" && state.compensate !== null);
  const resumable = states.filter((state) => state.type === "task" || state.type === "wait");
  const targets = new Set([...states.flatMap(catchTargets), ...resumable.map((state) => state.name)]);

  return {
    initial: UNWINDING,
    states: {
      [UNWINDING]: {
        entry: [{ type: "fx.unwind" }],
        on: {
          ...Object.fromEntries(undoable.map((task) => [`saga.undo.${task.name}`, `#${ROOT}.undoing.${task.name}`])),
          ...Object.fromEntries(undoable.map((task) => [`saga.undo-stuck.${task.name}`, `#${ROOT}.undoing.${task.name}.stuck`])),
          ...Object.fromEntries([...targets].map((name) => [`saga.goto.${name}`, `#${ROOT}.forward.${name}`])),
          "saga.compensated": `#${ROOT}.compensated`,
          "saga.failed": `#${ROOT}.failed`,
        },
      },
      ...Object.fromEntries(undoable.map((task) => [task.name, undoState(task.name)])),
    },
  };
}

function undoState(name: string): JsonObject {
  const own = (what: string): string => stateMove(name, `undo/${what}`);
  const within = (child: string): JsonObject => ({ target: `#${ROOT}.undoing.${name}.${child}`, reenter: true });
  const next = `#${ROOT}.undoing.${UNWINDING}`;

  return {
    initial: "calling",
    states: { calling: { entry: [call(name, "undo")] }, backoff: {}, stuck: {} },
    on: {
      [own("succeeded")]: next,
      [own("waived")]: next,
      [own("setAside")]: next,
      [own("again")]: next,
      [own("retrying")]: within("backoff"),
      [own("retried")]: within("calling"),
      [own("failed")]: within("stuck"),
    },
  };
}

/** A step that failed with an unknown outcome may have to undo itself before any exit it takes. */
function catchTargets(state: CompiledState): readonly string[] {
  if (state.type !== "task") return [];

  return [...state.catch.map((one) => one.next), ...(state.optional ? [state.next] : [])];
}

function enter(name: string): JsonObject {
  return { target: `#${ROOT}.forward.${name}`, reenter: true };
}

function inside(name: string, child: string): JsonObject {
  return { target: `#${ROOT}.forward.${name}.${child}`, reenter: true };
}

function call(state: string, kind: string): Json {
  return { type: "fx.call", params: { state, kind } };
}
