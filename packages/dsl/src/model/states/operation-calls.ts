import type { Template } from "../service-model.ts";
import type { OperationCall, StateModel, UndoByEvent } from "../state-model.ts";

/** An operation a state calls, with the place of the call inside the state. */
export interface PlacedCall {
  readonly call: OperationCall;
  readonly with: Template;
  /** Path of the object that holds `call` and `with`, below the state. */
  readonly path: readonly (string | number)[];
  /** `batch` and `undo` are called on the way back. */
  readonly role: "task" | "participant" | "undo" | "batch";
}

/** Every call of an operation a state names, its undo included; what stands inside a block is not of the block. */
export function operationCalls(state: StateModel): readonly PlacedCall[] {
  switch (state.type) {
    case "task":
      return state.call.kind === "operation" ? [{ call: state.call, with: state.with, path: [], role: "task" }] : [];
    case "transaction":
      return [
        ...state.participants.map(
          (one, index): PlacedCall => ({ call: one.call, with: one.with, path: ["participants", index], role: "participant" }),
        ),
        ...(state.compensate === null ? [] : [{ ...state.compensate, path: ["compensate"], role: "undo" } as const]),
      ];
    case "forEach":
      return state.compensation.batch === null ? [] : [{ ...state.compensation.batch, path: ["compensation", "batch"], role: "batch" }];
    case "listen":
    case "emit":
      return undoCalls(state.compensate);
    default:
      return [];
  }
}

function undoCalls(undo: UndoByEvent | null): readonly PlacedCall[] {
  return undo?.kind === "call" ? [{ call: undo.call, with: undo.with, path: ["compensate"], role: "undo" }] : [];
}
