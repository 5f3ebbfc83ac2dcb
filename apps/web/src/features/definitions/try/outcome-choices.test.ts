import type { CompiledSaga } from "@skald/dsl";
import { readOutcomes } from "@skald/proof";
import { describe, expect, test } from "vitest";
import { readSource, sourceOf } from "../../../../test/fake-shop.ts";
import { chosenFromLink, linkOfChosen, outcomeRows, outcomesOf } from "./outcome-choices.ts";

const ORDER = readSource(sourceOf("order", "2.1.0") ?? "").compiled as CompiledSaga;
const ROWS = outcomeRows(ORDER);

describe("choosing outcomes", () => {
  test("each step of the shop's order has its call's answers, and an undo where there is one", () => {
    const told = ROWS.map(({ state, call, undo }) => `${state} ${call} ${undo.length > 0}`);

    expect(told).toEqual([
      "createOrder orders.create true",
      "reserve inventory.reserve true",
      "authorise payments.authorise true",
      "ship shipping.schedule true",
      "capture payments.capture false",
      "announce notifications.send false",
    ]);
    expect(ROWS[1]?.action.map(({ value }) => value)).toContain("OutOfStock");
  });

  test("every choice is one that a simulation understands", () => {
    const all = ROWS.flatMap(({ state, action, undo }) => [
      ...action.map(({ value }) => ({ [state]: value })),
      ...undo.map(({ value }) => ({ [`undo.${state}`]: value })),
    ]);

    const problems = all.flatMap((chosen) => readOutcomes(ORDER, outcomesOf(ROWS, chosen)).problems);

    expect(problems).toEqual([]);
  });

  test("what a link says and the definition does not have is left out", () => {
    const chosen = chosenFromLink(["reserve=busy+ok", "gone=busy", "ship=nonsense", "undo.capture=fails", "=x", "y"]);

    expect(outcomesOf(ROWS, chosen)).toEqual({ reserve: ["busy", "ok"] });
  });

  test("a choice goes into the link, and the first choice out of it", () => {
    const one = linkOfChosen({}, "undo.ship", "fails 2", "ok");
    const two = linkOfChosen(chosenFromLink(one ?? []), "reserve", "busy", "ok");
    const less = linkOfChosen(chosenFromLink(two ?? []), "undo.ship", "ok", "ok");

    expect([one, two, less]).toEqual([["undo.ship=fails 2"], ["undo.ship=fails 2", "reserve=busy"], ["reserve=busy"]]);
    expect(linkOfChosen({ reserve: "busy" }, "reserve", "ok", "ok")).toBeNull();
  });
});
