import { describe, expect, test } from "vitest";
import { drawStory } from "./load.ts";
import { makeOrder } from "./make-order.ts";

describe("makeOrder", () => {
  test("the same draws give the same order", () => {
    const always = (): number => 0.4;

    expect(makeOrder("O-1", always)).toEqual(makeOrder("O-1", always));
  });

  test("an article stands on one line", () => {
    const { items } = makeOrder("O-1", () => 0.99);

    expect(items).toEqual([{ sku: "towel", quantity: 12 }]);
  });
});

describe("drawStory", () => {
  test("a story of weight 0 is never drawn", () => {
    const drawn = Array.from({ length: 1_000 }, (_, index) => drawStory(index / 1_000)?.weight);

    expect(drawn).not.toContain(0);
  });
});
