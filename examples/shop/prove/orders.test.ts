import { describe, expect, test } from "vitest";
import { BEHAVIOURS, canBehave, OPERATIONS, parseFaults } from "../faults/catalogue.ts";
import { readOrderLines } from "./order-line.ts";

const lines = await readOrderLines(new URL("../orders.jsonl", import.meta.url));
const parsed = lines.map(({ fault }) => (fault === null ? [] : parseFaults(fault)));

describe("orders.jsonl", () => {
  test("holds 300 orders with ids of their own", () => {
    expect(new Set(lines.map(({ orderId }) => orderId)).size).toBe(300);
  });

  test("every fault can be set on the desk", () => {
    expect(parsed.filter((faults) => typeof faults === "string")).toEqual([]);
  });

  test("every fault of the desk happens to some order", () => {
    const happening = new Set(parsed.flat().map((fault) => (typeof fault === "string" ? fault : `${fault.operation}:${fault.behaviour}`)));
    const operations = Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[];
    const behaviours = Object.keys(BEHAVIOURS) as (keyof typeof BEHAVIOURS)[];
    const all = operations.flatMap((operation) =>
      behaviours.filter((name) => canBehave(operation, name)).map((name) => `${operation}:${name}`),
    );

    expect(all.filter((fault) => !happening.has(fault))).toEqual([]);
  });

  test("most orders are fine", () => {
    expect(lines.filter(({ fault }) => fault === null).length).toBeGreaterThan(200);
  });

  test("some totals are larger than a double can hold", () => {
    expect(lines.some(({ total }) => BigInt(total.split(".")[0] ?? "0") > 2n ** 53n)).toBe(true);
  });
});
