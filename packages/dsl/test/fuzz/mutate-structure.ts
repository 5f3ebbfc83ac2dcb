import { isJsonArray, isJsonObject, type Json } from "@skald/shared";
import { mutateText } from "./mutate-text.ts";
import type { Random } from "./random.ts";

const ODD = [
  ...[null, true, false, 0, -1, 1.5, 1e308, "", "a", "${", "${ 1 }", "${ input.a }", "$${", "1s", "*", "__proto__", "a.b", "/a/../b"],
  ...[
    [],
    {},
    [[]],
    [null],
    [{}],
    { a: 1 },
    { type: "task" },
    { type: "parallel" },
    { kind: "pivot" },
    { sql: "select 1" },
    { method: "GET" },
  ],
] as const satisfies readonly [Json, ...Json[]];

const NAMES = [
  ...["type", "next", "end", "call", "with", "catch", "compensate", "verify", "states", "start", "branches", "body", "cases", "document"],
  ...["input", "key", "output", "errors", "kind", "toString", "valueOf", "hasOwnProperty", "", "a", "🙂"],
] as const satisfies readonly [string, ...string[]];

const CHANGES_MAX = 3;

/** A document in which a few values are gone, replaced, renamed, or stand somewhere else. `others` gives foreign parts. */
export function mutateStructure(document: Json, others: readonly [Json, ...Json[]], random: Random): Json {
  let mutant = document;
  for (let changes = 1 + random.below(CHANGES_MAX); changes > 0; changes -= 1) mutant = changeOne(mutant, others, random);

  return mutant;
}

// Goes down a random way and changes what is found at its end.
function changeOne(value: Json, others: readonly [Json, ...Json[]], random: Random): Json {
  const children = isJsonArray(value) ? value.length : Object.keys(isJsonObject(value) ? value : {}).length;
  if (children === 0 || random.below(6) === 0) return replaced(value, others, random);

  const chosen = random.below(children);
  if (isJsonArray(value)) return value.map((item, index) => (index === chosen ? changeOne(item, others, random) : item));
  const entries = Object.entries(isJsonObject(value) ? value : {});
  const way = random.below(10);
  return Object.fromEntries(
    entries.flatMap(([name, child], index): readonly (readonly [string, Json])[] => {
      if (index !== chosen) return [[name, child]];
      if (way === 0) return [];
      if (way === 1) return [[random.pick(NAMES), child]];
      if (way === 2)
        return [
          [name, child],
          [random.pick(NAMES), child],
        ];
      return [[name, changeOne(child, others, random)]];
    }),
  );
}

function replaced(value: Json, others: readonly [Json, ...Json[]], random: Random): Json {
  const way = random.below(5);
  if (way === 0 && typeof value === "string") return mutateText(value, random);
  if (way === 1) return [value];
  if (way === 2) return partOf(random.pick(others), random);

  return random.pick(ODD);
}

function partOf(value: Json, random: Random): Json {
  const children = isJsonArray(value) ? value : Object.values(isJsonObject(value) ? value : {});
  const child = children[random.below(children.length)];

  return child === undefined || random.below(4) === 0 ? value : partOf(child, random);
}
