import { isJsonObject, type JsonObject } from "@skald/shared";
import type { Environment } from "../../flow/flow.ts";
import { type Awaited, listenNode } from "../../flow/nodes.ts";
import type { Session } from "../../session.ts";
import { accessOf, listOf, type Term, tight } from "../../term/term.ts";
import { fieldAt, objectIn, textIn } from "../fields.ts";
import { plainPath, tellAt } from "../place.ts";
import { type Listed, objectsAt, tellUnread } from "../unread.ts";
import { isPlain, plainAttributes } from "./event-filter.ts";
import { behindTask, inputOf, stateNameOf, type Task, type TaskScope, timeoutOf } from "./flow-source.ts";

const CASES_MAX = 50;

/** A listen: one of several events. */
export function addListen(scope: TaskScope, task: Task): void {
  const { id, at, json, to } = task;
  const { session } = scope.source;
  const listen = objectIn(json, "listen");
  const target = { json: objectIn(listen, "to"), at: [...at, "listen", "to"] };
  tellUnread({ session, at: [...at, "listen"] }, { json: listen, of: `"${id}"` }, ["to", "read"]);
  tellUnread({ session, at: target.at }, { json: target.json, of: `"${id}"` }, ["one", "any", "all", "until"]);
  const filters = filtersIn(scope, target, id);
  for (const field of ["foreach", "until"])
    if (fieldAt(json, field) !== undefined || fieldAt(target.json, field) !== undefined)
      tellAt({ session, at: [...at, "listen"] }, "dropped", [
        `"${id}" goes on listening (${field}); a listen here takes one event.`,
        "Lead back to the listen in a loop.",
      ]);
  const result = resultOf(stateNameOf(scope, id), textIn(listen, "read"));
  const behind = (entry: Environment): Environment => behindTask(scope, task, { entry: inputOf(scope, task, entry), output: result });
  const cases = filters.map((filter): Awaited => ({ event: awaitedEvent(scope, id, filter), to, behind }));
  scope.nodes.set(id, listenNode({ id, at, cases, timeout: timeoutOf(scope, task).timeout }));
}

function filtersIn({ source: { session } }: TaskScope, { json, at }: Listed, id: string): readonly Listed[] {
  const one = fieldAt(json, "one");
  if (isJsonObject(one)) return [{ json: one, at: [...at, "one"] }];
  const field = fieldAt(json, "any") === undefined ? "all" : "any";
  const filters = objectsAt({ session, at }, json, field);
  if (field === "all" && filters.length > 1)
    tellAt({ session, at: [...at, "all"] }, "changed", [
      `"${id}" waits for all of its events; here the first of them goes on.`,
      "Write a parallel block with a listen in each branch.",
    ]);
  if (filters.length > CASES_MAX)
    tellAt({ session, at: [...at, field] }, "dropped", [
      `"${id}" waits for one of ${filters.length} events; the first ${CASES_MAX} are kept.`,
      "Let the senders use fewer types.",
    ]);

  return filters.length === 0 ? [{ json: {}, at }] : filters.slice(0, CASES_MAX);
}

// Even one event comes as a list.
function resultOf(name: string, read: string | undefined): Term {
  const event = tight(`steps.${name}.output`);

  return listOf([read === "envelope" || read === "raw" ? event : tight(`steps.${name}.output.data`)]);
}

/** An event a filter of the source lets through. */
function awaitedEvent({ source: { session } }: TaskScope, id: string, { json, at }: Listed): JsonObject {
  tellUnread({ session, at }, { json, of: `"${id}"` }, ["with", "correlate"]);
  const plain = plainAttributes(json);
  const read = plain.map(([name]) => name);
  const narrowing = Object.keys(objectIn(json, "with")).filter((name) => !read.includes(name));
  if (narrowing.length > 0)
    tellAt({ session, at: [...at, "with"] }, "dropped", [
      `"${id}" narrows its events by ${narrowing.map((name) => `"${name}"`).join(", ")}; that is not brought over.`,
      "Write it as where.",
    ]);
  if (!read.includes("type"))
    tellAt({ session, at }, "changed", [
      `"${id}" takes events of more than one type; an event here has one: "event" stands in its place.`,
      "Name the types of the events it waits for.",
    ]);

  return { type: "event", ...Object.fromEntries(plain), ...correlatedBy(session, id, { json, at }) };
}

function correlatedBy(session: Session, id: string, { json, at }: Listed): { readonly match: string; readonly key?: string } {
  const [[name, first] = ["", {}], ...others] = Object.entries(objectIn(json, "correlate"));
  const place = [...at, "correlate", name];
  tellUnread({ session, at: place }, { json: objectIn({ first }, "first"), of: `the events of "${id}"` }, ["from", "expect"]);
  if (others.length > 0)
    tellAt({ session, at }, "changed", [
      `The events of "${id}" are correlated by several values; only the first is kept.`,
      "Write the others as where.",
    ]);
  const from = textIn(first, "from");
  const expected = fieldAt(first, "expect");
  const path = from === undefined ? [] : plainPath(from);
  if (path === null)
    tellAt({ session, at }, "dropped", [`"${from}" is no plain path; the events of "${id}" are not told apart by it.`, SAY_WHOSE]);
  const key = path === null || path.length === 0 ? {} : { key: `\${ event${path.map((name) => accessOf(name)).join("")} }` };
  if (expected !== undefined && isPlain(expected)) return { match: `\${ ${JSON.stringify(expected)} }`, ...key };
  tellAt({ session, at }, "changed", [
    "key" in key
      ? `The events of "${id}" are correlated by "${from}"; here it must be the id of the saga.`
      : `"${id}" does not say whose events it awaits; here the subject of an event must be the id of the saga.`,
    SAY_WHOSE,
  ]);

  return { match: "${ saga.id }", ...key };
}

const SAY_WHOSE = "Write event.key and event.match where another value is meant, or give the saga a key.";
