import { isJsonObject, type Json } from "@skald/shared";
import { memberOf } from "../../../model/read-json.ts";
import type { SagaModel } from "../../../model/saga-model.ts";
import { NOTHING } from "./jsonata.ts";
import { type Names, namesFrom, type ResolvedName } from "./names-from.ts";
import { jsonataValue, type Values } from "./values.ts";

/** Names every expression of a saga may read, in a machine that assigns its input to a variable. */
export function sagaNames(saga: SagaModel): Names {
  const names = namesFrom(
    new Map([
      ["input", "$input"],
      ["saga.id", "$states.context.Execution.Name"],
      ["saga.startedAt", "$states.context.Execution.StartTime"],
      ["saga.namespace", JSON.stringify(saga.namespace)],
      ["saga.name", JSON.stringify(saga.name)],
      ["saga.version", JSON.stringify(saga.version)],
    ]),
    // Filled when the machine is deployed.
    ([root, name]) => (root === "env" && name !== undefined ? { text: JSON.stringify(`\${${name}}`), covers: 2 } : null),
  );
  const key = saga.key === null ? null : wholeText(saga.key, names);

  return key === null ? names : namesFrom(new Map([["saga.key", key]]), names);
}

// A key that cannot be written as it is meant has no words at all.
function wholeText(template: Json, names: Names): string | null {
  const lost: string[] = [];
  const text = jsonataValue(template, { names, tell: (source) => lost.push(source) });

  return lost.length === 0 ? text : null;
}

/** Names of a call of a catalogue: `params` is what the step hands over, written in its place. */
export function callNames(outer: Values, given: Json): Names {
  return (path) => (path[0] === "params" ? substituted(given, path, outer) : outer.names(path));
}

/** Names once there is an answer of an HTTP task. */
export function answerNames(outer: Names): Names {
  return namesFrom(
    new Map([
      ["response.status", "$states.result.StatusCode"],
      ["response.body", "$states.result.ResponseBody"],
      ["response.headers", "$states.result.Headers"],
    ]),
    outer,
  );
}

function substituted(given: Json, path: readonly string[], outer: Values): ResolvedName {
  let value = given;
  let covers = 1;
  for (const name of path.slice(1)) {
    if (!isJsonObject(value)) break;
    const member = memberOf(value, name);
    if (member === undefined) return { text: NOTHING, covers: path.length };
    value = member;
    covers += 1;
  }
  const text = jsonataValue(value, outer);

  return { text: covers < path.length ? `(${text})` : text, covers };
}
