import type { JsonObject } from "@skald/shared";
import type { Lifted } from "../tasks/task.ts";

/** Chains of catchers that became undos: how the states of a machine are read then. */
export interface AppliedLift {
  /** The state with its catchers led past the chain. */
  rewired(id: string, state: JsonObject): JsonObject;
  /** The undo of a task, if one was lifted for it. */
  undoOf(id: string): Lifted | undefined;
}
