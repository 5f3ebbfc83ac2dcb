import type { JsonObject } from "@skald/shared";
import type { CompiledSaga, CompiledState } from "./compiled.ts";
import { laneMove, nodeOf, stateMove, stateNode, UNWINDING, undoNode } from "./moves.ts";
import { isWithin, pathIn } from "./paths.ts";

/** Where what a scope has done is undone: one place for everything that can stand on its undo stack. */
export function undoLane(definition: Pick<CompiledSaga, "states">, scope: string, states: readonly CompiledState[]): JsonObject {
  const undoable = Object.values(definition.states)
    .filter((state) => isWithin(state.name, scope))
    .flatMap(undoablesOf);
  const here = (what: string): string => laneMove(scope, what);
  const at = ({ path }: Undoable, inner = ""): string => `${nodeOf(scope, "undoing")}.${undoNode(path)}${inner}`;

  return {
    initial: UNWINDING,
    states: {
      [UNWINDING]: {
        entry: [{ type: "fx.unwind", params: { state: scope } }],
        on: {
          ...Object.fromEntries(undoable.map((one) => [here(`undo.${one.path}`), at(one)])),
          ...Object.fromEntries(undoable.map((one) => [here(`undo-stuck.${one.path}`), at(one, ".stuck")])),
          ...Object.fromEntries(states.map(({ name }) => [here(`goto.${name}`), stateNode(scope, name)])),
          [here("goto-end")]: nodeOf(scope, "finishing"),
          ...(scope === "" ? { "saga.compensated": "#saga.compensated", "saga.failed": "#saga.failed" } : {}),
        },
      },
      ...Object.fromEntries(undoable.map((one) => [undoNode(one.path), undoState(one, scope)])),
    },
  };
}

function undoState({ path, byCall }: Undoable, scope: string): JsonObject {
  const own = (what: string): string => stateMove(path, `undo/${what}`);
  const within = (child: string): JsonObject => ({ target: `${nodeOf(scope, "undoing")}.${undoNode(path)}.${child}`, reenter: true });
  const next = `${nodeOf(scope, "undoing")}.${UNWINDING}`;
  const begin = byCall ? { type: "fx.call", params: { state: path, kind: "undo" } } : { type: "fx.undo", params: { state: path } };

  return {
    initial: "calling",
    states: { calling: { entry: [begin] }, backoff: {}, stuck: {} },
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

/** Something that can stand on the undo stack. One call undoes it; or its members undo themselves, or an event takes it back. */
interface Undoable {
  readonly path: string;
  readonly byCall: boolean;
}

/** Whether a state can leave something on the undo stack. */
export function hasUndo(state: CompiledState): boolean {
  return undoablesOf(state).length > 0;
}

/** What a state can leave on the undo stack: itself, or its participants one by one. */
function undoablesOf(state: CompiledState): readonly Undoable[] {
  switch (state.type) {
    case "task":
      return state.compensate === null ? [] : [{ path: state.name, byCall: true }];
    case "listen":
    case "emit":
      return state.compensate === null ? [] : [{ path: state.name, byCall: state.compensate.kind === "call" }];
    case "forEach":
      return [{ path: state.name, byCall: state.batch !== null }];
    case "saga":
      return [{ path: state.name, byCall: false }];
    case "transaction":
      if (state.kind === "pivot") return [];
      if (state.compensate !== null) return [{ path: state.name, byCall: true }];
      return state.participants
        .filter((one) => one.compensate !== null)
        .map((one) => ({ path: pathIn(state.name, one.name), byCall: true }));
    default:
      return [];
  }
}
