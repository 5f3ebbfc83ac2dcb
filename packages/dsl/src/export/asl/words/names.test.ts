import { describe, expect, test } from "vitest";
import { sagaModel } from "../../../model/saga-document.ts";
import { callNames, sagaNames } from "./names.ts";
import { namesFrom } from "./names-from.ts";

const HEAD = { dsl: "1.0", kind: "saga", namespace: "shop", name: "demo", version: "1.2.0" };

describe("the names of a saga", () => {
  const names = sagaNames(sagaModel({ document: HEAD, key: "o-${ input.id }" }));

  test.each([
    ["input.id", "$input", 1],
    ["saga.id", "$states.context.Execution.Name", 2],
    ["saga.startedAt", "$states.context.Execution.StartTime", 2],
    ["saga.namespace", '"shop"', 2],
    ["saga.name", '"demo"', 2],
    ["saga.version", '"1.2.0"', 2],
    ["saga.key", '"o-" & $input.id', 2],
    ["env.REGION", '"${REGION}"', 2],
  ])("are what a machine has in their place: %s", (path, text, covers) => {
    expect(names(path.split("."))).toEqual({ text, covers });
  });

  test.each(["saga.status", "secrets.token", "env"])("are unknown where a machine has nothing: %s", (path) => {
    expect(names(path.split("."))).toBeNull();
  });

  test.each([
    ["there is none", null],
    ["it has no words", "${ int(input.id) }"],
    ["it reads itself", "${ saga.key }"],
  ])("have no key where %s", (_why, key) => {
    expect(sagaNames(sagaModel({ document: HEAD, key }))(["saga", "key"])).toBeNull();
  });
});

describe("the params of a call", () => {
  const values = { names: namesFrom(new Map([["input", "$input"]]), () => null), tell: () => undefined };
  const names = callNames(values, { id: "${ input.id }", order: { lines: [1] }, whole: "${ input }" });

  test.each([
    ["params.id", "$input.id", 2],
    ["params.order", '{"lines": [1]}', 2],
    ["params.order.lines", "[1]", 3],
    ["params.whole.total", "($input)", 2],
    ["params.note", "()", 2],
    ["params.order.note.text", "()", 4],
    ["input.id", "$input", 1],
  ])("are what the step hands over: %s", (path, text, covers) => {
    expect(names(path.split("."))).toEqual({ text, covers });
  });

  test("are one value where they are read together", () => {
    expect(names(["params"])).toEqual({
      text: '{"id": $input.id, "order": {"lines": [1]}, "whole": $input}',
      covers: 1,
    });
  });
});
