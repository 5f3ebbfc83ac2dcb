import { describe, expect, test } from "vitest";
import { ByteBoundedCache } from "./byte-bounded-cache.ts";

describe("a cache bounded by bytes", () => {
  test("forgets what was used longest ago", () => {
    const cache = new ByteBoundedCache<string>(20);
    cache.set("a", "A", 10);
    cache.set("b", "B", 10);
    cache.get("a");

    cache.set("c", "C", 10);

    expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual(["A", undefined, "C"]);
  });

  test("keeps the newest even when it alone is too large", () => {
    const cache = new ByteBoundedCache<string>(20);
    cache.set("a", "A", 10);

    cache.set("b", "B", 30);

    expect([cache.get("a"), cache.get("b")]).toEqual([undefined, "B"]);
  });

  test("counts a value that is replaced once", () => {
    const cache = new ByteBoundedCache<string>(20);
    cache.set("a", "A", 10);
    cache.set("b", "B", 10);

    cache.set("b", "B2", 10);

    expect([cache.get("a"), cache.get("b")]).toEqual(["A", "B2"]);
  });
});
