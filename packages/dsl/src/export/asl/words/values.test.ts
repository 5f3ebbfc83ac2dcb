import type { Json } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { NOTHING } from "./jsonata.ts";
import { namesFrom } from "./names-from.ts";
import { addressValue, aslValue, jsonataValue, type Values } from "./values.ts";

function valuesOf(): Values & { readonly told: string[] } {
  const told: string[] = [];
  const names = namesFrom(
    new Map([
      ["a", "$a"],
      ["gone", NOTHING],
      ["word", '"w"'],
    ]),
    () => null,
  );

  return { names, told, tell: (source, loss) => told.push(`${loss} ${source}`) };
}

describe("a value of a state", () => {
  test.each<readonly [Json, Json]>([
    [null, null],
    [3, 3],
    ["", ""],
    ["plain", "plain"],
    ["$${ not } an expression", "${ not } an expression"],
    ["{% read as it stands %}", '{% "{% read as it stands %}" %}'],
    ["${ a }", "{% $a %}"],
    ["  ${ a }\n", "{% $a %}"],
    ["${ word }", "w"],
    ["${ a } and ${ word }", '{% $a & " and w" %}'],
    [
      ["${ a }", "${ gone }"],
      ["{% $a %}", null],
    ],
    [
      { n: "${ a }", m: "${ gone }", k: { l: ["${ a }"] } },
      { n: "{% $a %}", k: { l: ["{% $a %}"] } },
    ],
    ["${ gone }", null],
  ])("is what the template gives: %j", (template, value) => {
    const values = valuesOf();

    expect(aslValue(template, values)).toEqual(value);
    expect(values.told).toEqual([]);
  });

  test("fails where an expression has no words, and tells which", () => {
    const values = valuesOf();

    expect(aslValue("${ int(a) }", values)).toBe('{% $error("not translated: int(a)") %}');
    expect(values.told).toEqual(["untranslated int(a)"]);
  });

  test("is null where an optional member is not there, and tells that it is sent", () => {
    const values = valuesOf();

    expect(aslValue({ n: "${ a.?b }" }, values)).toEqual({ n: "{% ($exists($a.b) ? $a.b : null) %}" });
    expect(values.told).toEqual(["optional a.?b"]);
  });
});

describe("a value inside an expression", () => {
  test.each<readonly [Json, string]>([
    [null, "null"],
    [true, "true"],
    ["", '""'],
    ["x-${ a }", '"x-" & $a'],
    [["${ a }", "${ gone }", 1], "[$a, null, 1]"],
    [{ n: { m: "${ a }" }, k: "${ gone }" }, '{"n": {"m": $a}, "k": ()}'],
  ])("is one expression: %j", (template, text) => {
    expect(jsonataValue(template, valuesOf())).toBe(text);
  });
});

describe("an address", () => {
  test.each([
    ["https://a.example/x", "https://a.example/x"],
    ["${ env.BASE }/x", "${BASE}/x"],
    ["${ env.BASE }/x/${ a }/y", '{% "${BASE}/x/" & $encodeUrlComponent($string($a)) & "/y" %}'],
  ])("has every value encoded, and what the platform gives as it is: %s", (template, address) => {
    expect(addressValue(template, valuesOf())).toBe(address);
  });
});
