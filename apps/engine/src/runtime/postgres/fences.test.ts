import { describe, expect, test } from "vitest";
import { Fences } from "./fences.ts";

const SENDS_PER_EPOCH = 1 << 20;

describe("fence numbers", () => {
  test("rise with every send and with every epoch", () => {
    const fences = new Fences(() => undefined);
    fences.set(7, 3n);
    const before = [fences.next(7), fences.next(7)];

    fences.set(7, 4n);

    expect(before).toEqual([3n * 2n ** 20n + 1n, 3n * 2n ** 20n + 2n]);
    expect(fences.next(7)).toBe(4n * 2n ** 20n + 1n);
  });

  test("ask for a new epoch once, long before they run out", () => {
    const asked: number[] = [];
    const fences = new Fences((shard) => void asked.push(shard));
    fences.set(7, 3n);

    for (let send = 0; send < SENDS_PER_EPOCH / 2 + 10; send += 1) fences.next(7);

    expect(asked).toEqual([7]);
  });

  test("never reach into the next epoch", () => {
    const fences = new Fences(() => undefined);
    fences.set(7, 3n);
    let last = 0n;
    for (let send = 1; send < SENDS_PER_EPOCH; send += 1) last = fences.next(7);

    expect(last).toBeLessThan(4n * 2n ** 20n);
    expect(() => fences.next(7)).toThrow("has used up the fence numbers");
  });

  test("of a shard that is not held do not exist", () => {
    expect(() => new Fences(() => undefined).next(7)).toThrow("is not held");
  });
});
