import type { JsonObject } from "@skald/shared";
import type { Path } from "../../../diagnostics/places.ts";
import type { END } from "../../flow/flow.ts";
import { type Catcher, straightNode } from "../../flow/nodes.ts";
import type { Scoped } from "./workflow.ts";

/** A state of the source that is being read. */
export interface ReadState {
  readonly scoped: Scoped;
  readonly json: JsonObject;
  readonly at: Path;
  readonly name: string;
  /** The node behind its work: filters its output and goes on. */
  readonly to: string | typeof END;
  readonly catchers: readonly Catcher[];
  readonly actionTimeout: string | undefined;
}

/** A wait in the middle of a flow. */
export function addWait({ scoped, at, to }: ReadState, { id, duration }: { readonly id: string; readonly duration: string }): void {
  scoped.nodes.set(id, straightNode({ id, at, to, behind: (entry) => entry, state: () => ({ type: "wait", for: duration }) }));
}

/** Makes sure that a state is entered by its own name, whatever its work begins with. */
export function leadFrom({ scoped, at }: ReadState, entry: string, first: ReadState["to"]): void {
  if (first === entry) return;
  scoped.nodes.set(entry, {
    id: entry,
    at,
    edges: [{ id: "next", to: first, isNext: true }],
    build: (environment) => ({ leave: () => environment, state: null }),
  });
}
