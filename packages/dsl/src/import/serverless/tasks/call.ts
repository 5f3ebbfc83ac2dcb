import { isJsonObject } from "@skald/shared";
import { type Environment, withDocument } from "../../flow/flow.ts";
import { straightNode } from "../../flow/nodes.ts";
import { literal, objectOf, type Term, tight } from "../../term/term.ts";
import { fieldAt, textIn } from "../fields.ts";
import { tellAt, valueAt } from "../place.ts";
import { tellUnread } from "../unread.ts";
import { describedCall } from "./described-call.ts";
import { behindTask, inputOf, placeOf, stateNameOf, type Task, type TaskScope, timeoutOf, usedOf } from "./flow-source.ts";
import { httpCall } from "./http-call.ts";

/** A call: HTTP in place, or an operation of a catalogue for what is described elsewhere. */
export function addCall(scope: TaskScope, task: Task): void {
  const { id, at, to } = task;
  const name = stateNameOf(scope, id);
  const defined = definedCall(scope, task);
  const called = defined ?? task;
  const given = (entry: Environment): Environment => {
    const input = inputOf(scope, task, entry);
    return defined === null ? input : withArguments(scope, task, input);
  };
  const isHttp = textIn(called.json, "call") === "http";
  const call = isHttp ? httpCall(scope, called) : describedCall(scope, called);
  const output = outputOf(scope, called, tight(`steps.${name}.output`));
  const retry = scope.retry ?? (isHttp ? { attempts: 1 } : undefined);
  const around = { ...(retry === undefined ? {} : { retry }), ...timeoutOf(scope, task) };

  scope.nodes.set(
    id,
    straightNode({
      id,
      at,
      to,
      catchers: scope.catchers,
      behind: (entry) => behindTask(scope, task, { entry: inputOf(scope, task, entry), output }),
      state: (entry) => ({ type: "task", ...call(given(entry)), ...around }),
    }),
  );
}

// A function of `use.functions` is a call whose input are the arguments it is called with.
function definedCall(scope: TaskScope, task: Task): Task | null {
  const name = textIn(task.json, "call") ?? task.id;
  const defined = usedOf(scope, "functions", name);
  if (!isJsonObject(defined)) return null;
  const place = { session: scope.source.session, at: ["use", "functions", name] };
  tellUnread(place, { json: defined, of: `the function "${name}"` }, ["call", "with"]);

  return { ...task, json: defined, at: place.at };
}

function withArguments(scope: TaskScope, { at, json }: Task, input: Environment): Environment {
  const given = fieldAt(json, "with");

  return given === undefined ? input : withDocument(input, valueAt(given, placeOf(scope, [...at, "with"], { entry: input })));
}

// An answer with its status and headers: of a step, the body is known.
function outputOf({ source: { session } }: TaskScope, { id, at, json }: Task, output: Term): Term {
  const wanted = fieldAt(json, "with", "output");
  if (wanted !== "response" && wanted !== "raw") return output;
  tellAt({ session, at: [...at, "with", "output"] }, "changed", [
    `"${id}" gives its whole answer; here only the body is known: its status reads as 200, its headers are missing.`,
    "Read the body of the answer, or catch the errors of other statuses.",
  ]);

  return objectOf([
    ["content", output],
    ["body", output],
    ["statusCode", literal(200)],
  ]);
}
