import { describe, expect, test } from "vitest";
import { sagaModel } from "../saga-document.ts";
import type { ChildSummary } from "./child-summary.ts";
import { resolveChildren } from "./resolve-children.ts";

function aChild(name: string, children: readonly string[], canPassPivot = false): readonly [string, ChildSummary] {
  const references = children.map((child) => ({ namespace: "default", name: child, range: null }));

  return [name, { namespace: "default", name, version: "1.0.0", input: null, output: null, canPassPivot, children: references }];
}

function resolve(child: string, known: readonly (readonly [string, ChildSummary])[]): unknown {
  const model = sagaModel({ document: { name: "top" }, start: "a", states: { a: { type: "saga", saga: child, end: true } } });
  const summaries = new Map(known);
  const [found] = resolveChildren(model, (_namespace, name) => summaries.get(name) ?? null).values();

  return found === null || found === undefined ? found : { canPassPivot: found.canPassPivot, recursion: found.recursion };
}

describe("the children of a saga", () => {
  test.each([
    ["one that nobody knows is not found", "b", [], null],
    ["one is looked through to its last child", "b", [aChild("b", ["c"]), aChild("c", [], true)], { canPassPivot: true, recursion: null }],
    ["a child of a child that nobody knows tells nothing", "b", [aChild("b", ["gone"])], { canPassPivot: false, recursion: null }],
    ["a circle that does not hold the saga ends", "b", [aChild("b", ["c"]), aChild("c", ["b"])], { canPassPivot: false, recursion: null }],
    [
      "a circle through the saga is told as its way",
      "b",
      [aChild("b", ["c"]), aChild("c", ["top"]), aChild("top", ["b"])],
      { canPassPivot: false, recursion: ["default/b", "default/c", "default/top"] },
    ],
  ])("%s", (_what, child, known, expected) => {
    expect(resolve(child, known)).toEqual(expected);
  });
});
