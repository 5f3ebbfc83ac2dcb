import type { JsonObject } from "@skald/shared";
import { isJsonObject } from "@skald/shared";
import { memberOf, membersAt, numberAt, textAt, writtenAt } from "../../model/read-json.ts";
import { catchField } from "./failures.ts";
import { outputVariable } from "./names.ts";
import type { Written } from "./task-states.ts";
import { conditionValue } from "./values.ts";
import { freeName, tell, untranslatedAt } from "./writer.ts";

/** A parallel block. A machine waits for all its branches, and ends the others when one fails. */
export function parallelState(written: Written): JsonObject {
  const { writer, state, json, onward } = written;
  const branches = membersAt(json, "branches");
  if (memberOf(json, "join") !== undefined && textAt(json, "join") !== "all")
    tell(writer, state, {
      field: "join",
      kind: "changed",
      what: "All branches have to succeed.",
      remedy: "Let branches that may fail end well.",
    });
  tellInnerUndo(written);
  const variable = outputVariable(writer.nameOf(state.name));
  const outputs = branches.map(([name], index) => `${JSON.stringify(name)}: $states.result[${index}]`);

  return {
    Type: "Parallel",
    Branches: branches.map(([name]) => innerScope(written, [...state.path, "branches", name])),
    Assign: { [variable]: `{% {${outputs.join(", ")}} %}` },
    ...catchField(writer, state),
    ...onward,
  };
}

/** A body for each item. */
export function mapState(written: Written): JsonObject {
  const { writer, state, json, onward } = written;
  const untranslated = untranslatedAt(writer, state);
  const [item, index] = [writtenAt(json, "each", "item"), writtenAt(json, "at", "index")];
  tellInnerUndo(written);
  const body = innerScope(written, [...state.path, "body"]);
  const begin = freeName(writer.machine, `begin ${writer.nameOf(state.name)}`);

  return {
    Type: "Map",
    Items: conditionValue(writtenAt(json, "in"), { names: writer.names, untranslated }),
    ItemSelector: { item: "{% $states.context.Map.Item.Value %}", index: "{% $states.context.Map.Item.Index %}" },
    MaxConcurrency: numberAt(json, "concurrency") ?? 1,
    ...tolerated(written),
    ItemProcessor: {
      ProcessorConfig: { Mode: "INLINE" },
      StartAt: begin,
      States: {
        [begin]: {
          Type: "Pass",
          Assign: { [item]: "{% $states.input.item %}", [index]: "{% $states.input.index %}" },
          Next: body["StartAt"] ?? "",
        },
        ...(isJsonObject(body["States"]) ? body["States"] : {}),
      },
    },
    Assign: { [outputVariable(writer.nameOf(state.name))]: '{% [$map($states.result, function($v) { {"ok": true, "output": $v} })] %}' },
    ...catchField(writer, state),
    ...onward,
  };
}

// Failures are tolerated by distributed maps alone.
function tolerated({ writer, state, json }: Written): JsonObject {
  if (memberOf(json, "tolerate") === undefined) return {};
  tell(writer, state, {
    field: "tolerate",
    kind: "dropped",
    what: "No item may fail.",
    remedy: "Make it a distributed map, which tolerates failures.",
  });

  return {};
}

function innerScope({ writer }: Written, path: readonly (string | number)[]): JsonObject {
  const scope = writer.machine.chart.scopes.find((each) => each.path.join("/") === path.join("/"));
  const words = path.filter((step) => step !== "branches" && step !== "states");

  return scope === undefined
    ? { StartAt: "", States: {} }
    : writer.machine.writeScope(scope, { prefix: `${words.join("_")}_`, outer: writer.names });
}

function tellInnerUndo({ writer, state }: Written): void {
  tell(writer, state, {
    kind: "changed",
    what: "What a branch or item has done is undone when that branch or item fails, and no longer once the block has ended or another one failed.",
    remedy: "Put the undos of the block into states behind it.",
  });
}
