import type { Path } from "../../diagnostics/places.ts";
import type { SiteReference } from "../sites/checked-site.ts";

/** Reads of the forward answer inside the undo that stands at a path. A guard does not help: the name itself is missing. */
export function answerReads(references: readonly SiteReference[], undo: Path): readonly SiteReference[] {
  return references.filter(({ site, reference }) => {
    const [root] = reference.path;

    return (root === "output" || root === "response") && startsWith(site.path, undo);
  });
}

/** Those of them that `verify` can replace: the output, never the raw response. */
export function isReplaceable({ reference }: SiteReference): boolean {
  return reference.path[0] === "output";
}

function startsWith(path: Path, prefix: Path): boolean {
  return prefix.every((step, index) => path[index] === step);
}
