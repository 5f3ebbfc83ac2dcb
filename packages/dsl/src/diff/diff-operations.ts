import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { listAt, memberOf, objectAt, textItems } from "../model/read-json.ts";
import { type Change, isSame, told, warned } from "./change.ts";
import { diffParts } from "./diff-parts.ts";
import { undoOfOperation } from "./undo-of.ts";

/** What differs between the operations of two catalogues, in document order. */
export function diffOperations(from: Json, to: Json): readonly Change[] {
  const [before, after] = [objectAt(from, "operations") ?? {}, objectAt(to, "operations") ?? {}];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];

  return names.flatMap((name) => {
    const [old, young] = [memberOf(before, name), memberOf(after, name)];
    if (old === undefined) return [told("operationAdded", name, `Operation "${name}" is new.`)];
    if (young === undefined)
      return [
        warned("operationRemoved", name, `Operation "${name}" is gone: definitions that call it can no longer start with this version.`),
      ];

    return diffOperation(name, objectOf(old), objectOf(young));
  });
}

function objectOf(operation: Json): JsonObject {
  return isJsonObject(operation) ? operation : { operation };
}

function diffOperation(name: string, from: JsonObject, to: JsonObject): readonly Change[] {
  const { params: before, ...old } = from;
  const { params: after, ...young } = to;
  const parts = diffParts({
    kind: "operation",
    name,
    from: old,
    to: young,
    undo: { from: undoOfOperation(from), to: undoOfOperation(to) },
  });

  return isSame(before, after) ? parts : [paramsChanged(name, before, after), ...parts];
}

function paramsChanged(name: string, from: Json | undefined, to: Json | undefined): Change {
  const known = new Set(textItems(listAt(from, "required")));
  const required = textItems(listAt(to, "required")).filter((each) => !known.has(each));
  if (required.length === 0) return told("paramsChanged", name, `The parameters of operation "${name}" changed.`);

  const names = required.map((each) => `"${each}"`).join(", ");
  return warned("paramsChanged", name, `Operation "${name}" requires ${names} now: sagas that do not give it are refused.`);
}
