import type { CatchModel } from "../../model/saga-model.ts";
import type { Check } from "../check.ts";

/** Entries of `catch` are tried in order: none stands behind one that takes all it names. */
export const hiddenCatches: Check = ({ states, places }, report) => {
  for (const { state, path } of states) {
    const catches = "catch" in state ? state.catch : [];
    for (const [index, entry] of catches.entries()) {
      if (!isHidden(entry, catches.slice(0, index))) continue;
      report({
        code: "CATCH_HIDDEN",
        at: places.spanOf([...path, "catch", index, "errors"]),
        message: `An entry before takes ${entry.errors.map((type) => `"${type}"`).join(", ")}: this one is never taken.`,
      });
    }
  }
};

// What has a condition may let an error pass.
function isHidden({ errors }: CatchModel, before: readonly CatchModel[]): boolean {
  const taken = new Set(before.filter(({ when }) => when === null).flatMap((entry) => entry.errors));

  return taken.has("*") || errors.every((type) => taken.has(type));
}
