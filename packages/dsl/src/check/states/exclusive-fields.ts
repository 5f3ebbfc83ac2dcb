import type { Json } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import type { ChartState } from "../../model/chart.ts";
import { listAt, memberOf } from "../../model/read-json.ts";
import type { Check } from "../check.ts";

/** A wait has `for` or `until`; a listen has cases, or one that is written flat; a case awaits an event or a signal. */
export const exclusiveFields: Check = ({ chart, places }, report) => {
  for (const state of chart.scopes.flatMap((scope) => [...scope.states.values()])) {
    for (const { json, path, fields, name } of choicesOf(state)) {
      if (fields.filter((field) => memberOf(json, field) !== undefined).length === 1) continue;
      report({
        code: "EXCLUSIVE_FIELDS",
        at: places.keySpanOf(path),
        message: `${name} needs exactly one of the fields ${fields.join(", ")}.`,
      });
    }
  }
};

/** Fields of which exactly one must be given. */
interface Choice {
  readonly json: Json;
  readonly path: Path;
  readonly fields: readonly string[];
  readonly name: string;
}

function choicesOf({ type, name, json, path }: ChartState): readonly Choice[] {
  const own = { json, path, name: `"${name}"` };
  if (type === "wait") return [{ ...own, fields: ["for", "until"] }];
  if (type !== "listen") return [];

  const cases = listAt(json, "cases").map((one, index) => ({
    json: one,
    path: [...path, "cases", index],
    fields: ["event", "signal"],
    name: `A case of "${name}"`,
  }));
  // With cases, the ways on are theirs.
  const waysOn = memberOf(json, "cases") === undefined ? [] : [{ ...own, fields: ["cases", "next", "end"] }];
  return [{ ...own, fields: ["event", "signal", "cases"] }, ...waysOn, ...cases];
}
