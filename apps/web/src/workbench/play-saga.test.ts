import { readdirSync, readFileSync } from "node:fs";
import { type CompiledFamily, type CompiledSaga, compileFamily, validateText } from "@skald/dsl";
import { sha256Hex } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { readSource, sourceOf } from "../../test/fake-shop.ts";
import { playSaga } from "./play-saga.ts";

// As it comes from the engine: plain JSON.
const ORDER = structuredClone(readSource(sourceOf("order", "2.1.0") ?? "").compiled) as CompiledSaga;
const play = (outcomes: Readonly<Record<string, string>>, seed: number | null = null) =>
  playSaga({ definition: ORDER, children: [], outcomes, seed });

/** One of the documentation's examples, with its services. */
function exampleOf(name: string): CompiledFamily {
  const folder = new URL("../../../../docs/examples/", import.meta.url);
  const services = readdirSync(new URL("services/", folder)).map((file) => `services/${file}`);
  const text = [name, ...services].map((file) => readFileSync(new URL(file, folder), "utf8")).join("\n---\n");
  const { documents } = validateText(text, { many: true });
  const [saga] = documents;
  const family = saga?.kind === "saga" ? compileFamily(saga, { documents, sha256: sha256Hex }) : null;
  if (family === null) throw new Error(`"${name}" is no valid saga.`);

  return family;
}

describe("playing a saga in the console", () => {
  test("the steps are those the engine would show of such a saga", () => {
    const { steps, phase, simulation } = play({ ship: "refused" });

    expect([simulation.end, phase]).toEqual(["compensated", "compensating"]);
    expect(steps.map(({ state, status, undo, undoOrder }) => `${state} ${status} ${undo} ${undoOrder}`)).toEqual([
      "createOrder succeeded undone 3",
      "reserve succeeded undone 2",
      "authorise succeeded undone 1",
      "ship failed none null",
      "capture notTaken none null",
      "announce notTaken none null",
    ]);
  });

  test("nothing fails when nothing is chosen", () => {
    const { steps, phase } = play({});

    expect(phase).toBe("forward");
    expect(new Set(steps.map(({ status }) => status))).toEqual(new Set(["succeeded"]));
  });

  test("an undo that gives up needs a person, and the picture shows where", () => {
    const { steps, simulation } = play({ ship: "refused", "undo.reserve": "fails" });

    expect(simulation.attention).toEqual({ reason: "undo_failed", state: "reserve" });
    expect(steps.find(({ state }) => state === "reserve")?.undo).toBe("undoFailed");
  });

  test("the same seed plays the same saga", () => {
    expect(play({}, 11)).toEqual(play({}, 11));
  });

  test("the steps of a saga with items are its own, and say what became of all of them", () => {
    const { definition, children } = exampleOf("for-each/labels.yaml");

    const { steps, phase, simulation } = playSaga({ definition, children, outcomes: { ship: "refused" }, seed: null });

    expect([simulation.end, phase]).toEqual(["compensated", "compensating"]);
    expect(steps.map(({ state, status, undo }) => `${state} ${status} ${undo}`)).toEqual([
      "labelEach succeeded undone",
      "ship failed none",
    ]);
  });

  test("an outcome that does not fit is told, and the rest is played", () => {
    const { problems, simulation } = play({ shop: "busy" });

    expect(problems).toHaveLength(1);
    expect(simulation.end).toBe("completed");
  });
});
