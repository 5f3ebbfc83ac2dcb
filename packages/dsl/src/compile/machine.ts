import type { JsonObject } from "@skald/shared";
import type { CompiledSaga, MachineConfig } from "./compiled.ts";
import { laneMove, nodeOf, ROOT } from "./moves.ts";
import { scopeLanes } from "./scope-lanes.ts";

/**
 * The chart of a saga as an XState v5 config: pure JSON.
 *
 * It has no guards and evaluates nothing. What a state asks for are actions named `fx.*` on entry;
 * what was decided comes back as a plain event, `<state>/<what>` for one state, `saga.<what>` for the
 * whole, `<branch>/<what>` for a branch. So the chart can be hashed, stored, drawn and diffed, and folding
 * a journal evaluates no expression.
 *
 * A scope (the saga, a branch) has two lanes: `forward`, where its states are, and `undoing`, where what is
 * undone stands. Branches of a parallel block are regions of an XState parallel state, each a scope of its own.
 */
export function machineConfig(saga: Pick<CompiledSaga, "start" | "states">): MachineConfig {
  return {
    id: ROOT,
    initial: "created",
    on: { "saga.terminated": `#${ROOT}.terminated` },
    states: {
      created: { on: { "saga.start": `#${ROOT}.forward` } },
      ...scopeLanes(saga, { path: "", start: saga.start }),
      finishing: finishing(),
      held: { on: { "saga.completed": `#${ROOT}.completed`, [laneMove("", "unwind")]: nodeOf("", "undoing") } },
      completed: { type: "final" },
      compensated: { type: "final" },
      failed: { type: "final" },
      terminated: { type: "final" },
    },
  };
}

/** Where a body has come to its end and its output is evaluated. A member waits there for its parent's word. */
function finishing(): JsonObject {
  return {
    entry: [{ type: "fx.finish", params: { state: "" } }],
    on: {
      "saga.completed": `#${ROOT}.completed`,
      "saga.held": `#${ROOT}.held`,
      [laneMove("", "unwind")]: nodeOf("", "undoing"),
    },
  };
}
