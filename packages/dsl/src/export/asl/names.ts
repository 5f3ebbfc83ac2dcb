import { isJsonObject, type Json } from "@skald/shared";
import { memberOf, textAt, writtenAt } from "../../model/read-json.ts";
import type { Names, ResolvedName } from "./jsonata.ts";
import { jsonataValue } from "./values.ts";

/** The variable that holds the output of a state. */
export function outputVariable(state: string): string {
  return `steps_${state}`;
}

/** What the names of one scope are in a machine. */
export interface ScopeNames {
  readonly itemNames: readonly string[];
  /** What a state of this scope is called in the machine; undefined for one of a scope around it. */
  readonly nameOf: (state: string) => string | undefined;
  /** The variable with the error that was caught last. */
  readonly error: string;
  /** Names of the scope around this one. */
  readonly outer: Names | null;
}

/** Names a saga document may read, in a machine that assigns `input`, outputs and values to variables. */
export function sagaNames(saga: Json, { itemNames, nameOf, error, outer }: ScopeNames): Names {
  const names: Names = (path) => {
    const [root = "", first = "", second] = path;
    const own = nameOf(first);
    if (root === "steps" && own === undefined && outer !== null) return outer(path);
    if (itemNames.includes(root) || root === "input") return { text: `$${root}`, covers: 1 };
    if (root === "vars" && first !== "") return { text: `$vars_${first}`, covers: 2 };
    if (root === "steps" && second === "output") return { text: `$${outputVariable(own ?? first)}`, covers: 3 };
    if (root === "saga" && first === "id") return { text: "$states.context.Execution.Name", covers: 2 };
    if (root === "saga" && first === "startedAt") return { text: "$states.context.Execution.StartTime", covers: 2 };
    if (root === "saga" && first === "key") return keyOf(saga, names);
    if (root === "saga" && ["namespace", "name", "version"].includes(first))
      return literal(writtenAt(memberOf(saga, "document"), first, "default"), 2);
    if (root === "error" && first === "type") return { text: `$${error}.Error`, covers: 2 };
    if (root === "error" && first === "detail") return { text: `$${error}.Cause`, covers: 2 };
    return root === "env" && first !== "" ? literal(`\${${first}}`, 2) : "unknown";
  };

  return names;
}

/** Names of a call of a catalogue: `params` is what the step hands over, written in its place. */
export function callNames(outer: Names, given: Json, untranslated: (source: string) => void): Names {
  return (path) => {
    return path[0] === "params" ? substituted(given, path, { outer, untranslated }) : outer(path);
  };
}

/** Names once there is an answer of an HTTP task. */
export function answerNames(outer: Names): Names {
  return (path) => {
    const [root, first] = path;
    if (root !== "response") return outer(path);
    if (first === "status") return { text: "$states.result.StatusCode", covers: 2 };
    if (first === "body") return { text: "$states.result.ResponseBody", covers: 2 };

    return first === "headers" ? { text: "$states.result.Headers", covers: 2 } : "unknown";
  };
}

/** Names of an undo: `output` is what the state assigned when it was done. */
export function undoNames(outer: Names, state: string): Names {
  return (path) => (path[0] === "output" ? { text: `$${outputVariable(state)}`, covers: 1 } : outer(path));
}

interface Substitution {
  readonly outer: Names;
  readonly untranslated: (source: string) => void;
}

function substituted(given: Json, path: readonly string[], { outer, untranslated }: Substitution): ResolvedName {
  let value = given;
  let covers = 1;
  while (isJsonObject(value) && covers < path.length) {
    const member = memberOf(value, path[covers] ?? "");
    if (member === undefined) return "absent";
    value = member;
    covers += 1;
  }
  const text = jsonataValue(value, { names: outer, untranslated });

  return text === undefined ? "absent" : { text: covers < path.length ? `(${text})` : text, covers };
}

function keyOf(saga: Json, names: Names): ResolvedName {
  const key = textAt(saga, "key");
  const text = key === null || key.includes("saga.key") ? undefined : jsonataValue(key, { names, untranslated: () => undefined });

  return text === undefined ? "unknown" : { text, covers: 2 };
}

function literal(value: string, covers: number): ResolvedName {
  return { text: JSON.stringify(value), covers };
}
