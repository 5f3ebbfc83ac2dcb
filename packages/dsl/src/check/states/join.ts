import type { Check } from "../check.ts";

/** No more branches are waited for than there are. */
export const joinReachable: Check = ({ states, places }, report) => {
  for (const { state, path } of states) {
    if (state.type !== "parallel" || state.join.kind === "all") continue;
    const branches = Object.keys(state.branches).length;
    if (state.join.count <= branches) continue;

    report({
      code: "OUT_OF_RANGE",
      at: places.spanOf([...path, "join", "atLeast"]),
      message: `"${state.name}" waits for at least ${state.join.count} branches, and has ${branches}: "join.atLeast" must be at most ${branches}.`,
    });
  }
};
