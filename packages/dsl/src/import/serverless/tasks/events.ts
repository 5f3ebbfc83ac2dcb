import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { Path } from "../../../diagnostics/places.ts";
import { documentOf, type Environment } from "../../flow/flow.ts";
import { type Awaited, listenNode, straightNode } from "../../flow/nodes.ts";
import { templateOf } from "../../term/render-term.ts";
import { listOf, type Term, tight } from "../../term/term.ts";
import { durationText } from "../durations.ts";
import { fieldAt, tellAt, textIn, valueAt } from "../place.ts";
import { behindTask, inputOf, placeOf, stateNameOf, type Task, type TaskScope, timeoutOf } from "./flow-source.ts";

/** An emit: an event through the outbox. */
export function addEmit(scope: TaskScope, task: Task): void {
  const { id, at, json, to } = task;
  const emitted = fieldAt(json, "emit");
  const event = isJsonObject(emitted) ? fieldAt(emitted, "event") : undefined;
  const attributes = isJsonObject(event) ? fieldAt(event, "with") : undefined;
  const given = isJsonObject(attributes) ? attributes : {};
  const behind = (entry: Environment): Environment => {
    const input = inputOf(scope, task, entry);
    return behindTask(scope, task, { entry: input, output: documentOf(input) });
  };
  scope.nodes.set(
    id,
    straightNode({
      id,
      at,
      to,
      behind,
      state: (entry) => ({ type: "emit", event: sentEvent(scope, task, { given, entry: inputOf(scope, task, entry) }) }),
    }),
  );
}

function sentEvent(
  scope: TaskScope,
  { id, at }: Task,
  { given, entry }: { readonly given: JsonObject; readonly entry: Environment },
): JsonObject {
  const place = [...at, "emit", "event", "with"];
  const read = (field: string): Json | undefined => {
    const value = fieldAt(given, field);
    return value === undefined
      ? undefined
      : templateOf(valueAt(value, placeOf(scope, [...place, field], { entry })), scope.source.session.merging(at, `"${id}"`));
  };
  const type = textIn(given, "type") ?? "event";
  if (type.includes("${"))
    tellAt({ session: scope.source.session, at: [...place, "type"] }, "changed", [
      `The type of the event of "${id}" is computed; a type here is a plain text.`,
      "Write the type that is meant.",
    ]);
  const texts = ["source", "subject"].flatMap((field): readonly (readonly [string, Json])[] => {
    const text = read(field);
    return typeof text === "string" && text !== "" ? [[field, text]] : [];
  });
  const data = read("data");

  return { type: type.includes("${") ? "event" : type, ...Object.fromEntries(texts), ...(data === undefined ? {} : { data }) };
}

/** A listen: one of several events. */
export function addListen(scope: TaskScope, task: Task): void {
  const { id, at, json, to } = task;
  const { session } = scope.source;
  const listened = fieldAt(json, "listen");
  const listen = isJsonObject(listened) ? listened : {};
  const target = fieldAt(listen, "to");
  const wanted = isJsonObject(target) ? target : {};
  const filters = filtersIn(wanted);
  if (fieldAt(wanted, "all") !== undefined && filters.length > 1)
    tellAt({ session, at: [...at, "listen", "to", "all"] }, "changed", [
      `"${id}" waits for all of its events; here the first of them goes on.`,
      "Write a parallel block with a listen in each branch.",
    ]);
  for (const field of ["foreach", "until"])
    if (fieldAt(json, field) !== undefined || fieldAt(wanted, field) !== undefined)
      tellAt({ session, at: [...at, "listen"] }, "dropped", [
        `"${id}" goes on listening (${field}); a listen here takes one event.`,
        "Lead back to the listen in a loop.",
      ]);

  const result = resultOf(stateNameOf(scope, id), textIn(listen, "read"));
  const behind = (entry: Environment): Environment => behindTask(scope, task, { entry: inputOf(scope, task, entry), output: result });
  const cases = (filters.length === 0 ? [{}] : filters).map(
    (filter): Awaited => ({ event: awaitedEvent(scope, { filter, at: [...at, "listen", "to"], id }), to, behind }),
  );
  scope.nodes.set(id, listenNode({ id, at, cases, timeout: durationText(timeoutOf(scope, json)) }));
}

function filtersIn(target: JsonObject): readonly JsonObject[] {
  const one = fieldAt(target, "one");
  const several = fieldAt(target, "any") ?? fieldAt(target, "all");
  if (isJsonObject(one)) return [one];

  return several !== undefined && isJsonArray(several) ? several.filter(isJsonObject).slice(0, CASES_MAX) : [];
}

const CASES_MAX = 50;

// Even one event comes as a list.
function resultOf(name: string, read: string | undefined): Term {
  const event = tight(`steps.${name}.output`);

  return listOf([read === "envelope" || read === "raw" ? event : tight(`steps.${name}.output.data`)]);
}

interface Awaiting {
  readonly filter: JsonObject;
  readonly at: Path;
  readonly id: string;
}

function awaitedEvent(scope: TaskScope, { filter, at, id }: Awaiting): JsonObject {
  const { session } = scope.source;
  const given = fieldAt(filter, "with");
  const attributes = isJsonObject(given) ? given : {};
  const source = textIn(attributes, "source");
  const narrowing = Object.keys(attributes).filter((name) => name !== "type" && name !== "source");
  if (narrowing.length > 0 || source?.includes("${") === true)
    tellAt({ session, at }, "dropped", [
      `"${id}" narrows its events by ${(narrowing.length > 0 ? narrowing : ["source"]).map((name) => `"${name}"`).join(", ")}; that is not brought over.`,
      "Write it as where.",
    ]);
  const correlate = fieldAt(filter, "correlate");
  const [correlation] = isJsonObject(correlate) ? Object.values(correlate) : [];
  const key = isJsonObject(correlation) ? textIn(correlation, "from") : undefined;
  if (key === undefined)
    tellAt({ session, at }, "changed", [
      `"${id}" does not say whose events it awaits; here the subject of an event must be the id of the saga.`,
      "Write event.key and event.match where another value is meant, or give the saga a key.",
    ]);
  const path = key === undefined ? null : /^\$\{\s*(\.data(?:\.\w+)+)\s*\}$/.exec(key);

  return {
    type: textIn(attributes, "type")?.replaceAll("${", "") ?? "event",
    ...(source === undefined || source.includes("${") || source === "" ? {} : { source }),
    match: "${ saga.id }",
    ...(path === null ? {} : { key: `\${ event${path[1] ?? ""} }` }),
  };
}
