import type { CompiledSaga, StateModel, TaskState } from "@skald/dsl";
import type { Entry } from "@skald/kernel";
import { describe, expect, test } from "vitest";
import { explore, proveDefinition } from "../../src/index.ts";
import { aBank, aDefinition, aGroup, aTask, DONE } from "../models.ts";
import { anAwaiting } from "./waits.ts";

/** A step that a saga can only fail at. */
const READS_NOTHING = aTask("blind", "done", { with: { odd: "${ steps.other.output }" } });
const catching = (error: string) => ({ catch: [{ errors: [error], when: null, compensate: false, next: "blind" }] });
const stories = (definition: CompiledSaga): readonly string[] =>
  proveDefinition(definition)
    .violations.filter(({ state }) => state === "blind")
    .map(({ story }) => story.join(" → "));
const storiesOf = (...states: readonly StateModel[]): readonly string[] => stories(aDefinition([...states, READS_NOTHING, DONE]));

/** How often a step is left in doubt by what called back. */
function brokenCallbacks(definition: CompiledSaga): number {
  let count = 0;
  const approach = ({ entries }: { readonly entries: readonly Entry[] }): void => {
    count += entries.filter(({ data }) => data.error?.type === "OutputInvalid").length;
  };
  explore(definition, { approach, arrive: () => undefined, fail: () => undefined });

  return count;
}

describe("the proof of an outcome in doubt", () => {
  test.each(["Timeout", "Unknown", "BadReply"])("goes the way of a step that catches %s by name", (error) => {
    expect(storiesOf(aTask("first", "done", catching(error)))).toEqual([
      "first outcome unknown → first undone → blind reads steps.other.output, which does not exist → compensated",
    ]);
  });

  test.each(["Timeout", "Unknown", "BadReply"])("goes the way of a group that catches %s by name", (error) => {
    const services = new Map([["bank", aBank("2pc")]]);
    const group = aGroup("book", "2pc", catching(error));

    expect(stories(aDefinition([group, READS_NOTHING, DONE], { services }))).toHaveLength(1);
  });

  test("takes no way that nothing tells apart", () => {
    const transitions = (more: Partial<TaskState>): number =>
      proveDefinition(aDefinition([aTask("first", "done", more), READS_NOTHING, DONE])).transitions;

    expect(transitions(catching("Nothing"))).toBe(transitions({}));
    expect(transitions(catching("BadReply"))).toBeGreaterThan(transitions({}));
    expect(storiesOf(aTask("first", "done", catching("Nothing")))).toEqual([]);
  });

  test("hears a callback whose output breaks its schema where that is caught by name", () => {
    const definition = aDefinition([anAwaiting("ship", "done", catching("OutputInvalid")), READS_NOTHING, DONE]);
    const { ship } = definition.states;
    if (ship?.type !== "task") throw new Error("The task is there.");
    const withSchema = (schema: object): CompiledSaga => ({
      ...definition,
      states: { ...definition.states, ship: { ...ship, outputSchema: schema as never } },
    });

    expect(brokenCallbacks(withSchema({ type: "object", required: ["driver"] }))).toBeGreaterThan(0);
    expect(brokenCallbacks(withSchema({}))).toBe(0);
  });
});
