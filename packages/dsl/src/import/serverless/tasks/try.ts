import type { JsonObject } from "@skald/shared";
import { DOCUMENT, documentOf, type Environment, withValues } from "../../flow/flow.ts";
import { objectOf, type Term, tight } from "../../term/term.ts";
import { conditionCel } from "../condition.ts";
import { fieldAt, listIn, objectIn, textIn } from "../fields.ts";
import { numberAt } from "../number-at.ts";
import { tellAt } from "../place.ts";
import { tellUnread } from "../unread.ts";
import { errorTypesOf } from "./errors.ts";
import { type Caught, placeOf, type Task, type TaskScope } from "./flow-source.ts";
import { behindInside, enterInside } from "./inside.ts";
import { retryOf } from "./retries.ts";

// A try is no scope of ours: each step inside it gets the catch, and a retry of the whole becomes one of every call.

const ERROR: Term = objectOf([
  ["type", tight("error.type")],
  ["status", tight("error.status")],
  ["title", tight("error.type")],
  ["detail", tight("error.detail")],
  ["instance", tight("error.state")],
]);

/** A try with its catch. */
export function addTry(scope: TaskScope, task: Task): void {
  const { at, json } = task;
  const { session } = scope.source;
  const handling = objectIn(json, "catch");
  const place = [...at, "catch"];
  tellUnread({ session, at: place }, { json: handling, of: `"${task.id}"` }, ["errors", "as", "when", "exceptWhen", "retry", "do"]);
  const to = behindInside(scope, task);
  const handler = fieldAt(handling, "do");
  const start = handler === undefined ? to : scope.source.addTasks(scope, { json: handler, at: [...place, "do"], to });
  const retry = retryOf(scope, task, handling);
  // A try that only retries lets the last error through.
  const catcher = handler === undefined && retry !== undefined ? [] : [catcherOf(scope, { ...task, to: start }, handling)];
  const inner: TaskScope = { ...scope, catchers: [...catcher, ...scope.catchers], retry: retry ?? scope.retry };
  const count = listIn(json, "try").length;
  if (retry !== undefined && count > 1)
    tellAt({ session, at: [...place, "retry"] }, "changed", [
      `"${task.id}" tries all of its ${count} tasks again; here each call is tried again by itself.`,
      "Make one step of them if they belong together.",
    ]);

  enterInside(scope, task, scope.source.addTasks(inner, { json: fieldAt(json, "try"), at: [...at, "try"], to }));
}

function catcherOf(scope: TaskScope, task: Task, handling: JsonObject): Caught {
  const { session } = scope.source;
  const name = `$${textIn(handling, "as") ?? "error"}`;
  const at = [...task.at, "catch", "errors"];
  const wanted = objectIn(handling, "errors", "with");
  tellUnread({ session, at }, { json: objectIn(handling, "errors"), of: `"${task.id}"` }, ["with"]);
  tellUnread({ session, at: [...at, "with"] }, { json: wanted, of: `"${task.id}"` }, ["type", "status"]);
  const type = textIn(wanted, "type");
  const tests = testsOf(scope, task, { handling, wanted });
  const behindRaised = (entry: Environment, error: Term): Environment =>
    withValues(entry, [
      [name, error],
      [DOCUMENT, documentOf(entry)],
    ]);

  return {
    errors: type === undefined ? ["*"] : errorTypesOf(type),
    when: (entry) => {
      const texts = tests.map((test) => test(withValues(entry, [[name, ERROR]])));
      const all = texts.map((text) => (texts.length === 1 ? text : `(${text})`)).join(" && ");
      return all === "" ? undefined : `\${ ${all} }`;
    },
    to: task.to,
    behind: (entry) => behindRaised(entry, ERROR),
    behindRaised,
    takes: (raised) => type === undefined || type === raised,
    isNarrow: tests.length > 0,
  };
}

interface Handling {
  readonly handling: JsonObject;
  readonly wanted: JsonObject;
}

// What a catch asks of an error beside its type, in CEL.
function testsOf(scope: TaskScope, task: Task, { handling, wanted }: Handling): readonly ((entry: Environment) => string)[] {
  const at = [...task.at, "catch"];
  const spot = { session: scope.source.session, at: [...at, "errors", "with"] };
  const status = numberAt(spot, { json: wanted, field: "status", of: `"${task.id}"` }, undefined);
  const test = (field: "when" | "exceptWhen", write: (condition: string) => string): readonly ((entry: Environment) => string)[] => {
    const text = textIn(handling, field);
    if (text === undefined) return [];
    return [(entry) => write(conditionCel(text, placeOf(scope, [...at, field], { entry, document: ERROR })))];
  };

  return [
    ...(status === undefined ? [] : [() => `error.status == ${status}`]),
    ...test("when", (condition) => condition),
    ...test("exceptWhen", (condition) => `!(${condition})`),
  ];
}
