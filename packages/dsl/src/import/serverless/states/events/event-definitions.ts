import type { JsonObject } from "@skald/shared";
import type { Path } from "../../../../diagnostics/places.ts";
import type { Environment } from "../../../flow/flow.ts";
import type { Term } from "../../../term/term.ts";
import { fieldAt, objectIn, textIn } from "../../fields.ts";
import { expressionAt, isExpression, tellAt } from "../../place.ts";
import { type Listed, objectsAt, tellUnread } from "../../unread.ts";
import { merged, placeIn } from "../document.ts";
import type { Workflow } from "../workflow.ts";

/** A definition of an event as one that is sent. */
export function eventToSend(workflow: Workflow, name: string, at: Path): JsonObject {
  const { json } = definitionOf(workflow, name, at);
  const source = textIn(json, "source") ?? "";

  return { type: textIn(json, "type") ?? name, ...(source === "" ? {} : { source: source.replaceAll("${", "") }) };
}

/** A definition of an event as one that is awaited. */
export function awaitedEvent(workflow: Workflow, given: string | undefined, at: Path): JsonObject {
  const { session } = workflow;
  const name = given ?? "event";
  const definition = definitionOf(workflow, name, at);
  const source = textIn(definition.json, "source") ?? "";
  const [correlation, ...others] = objectsAt({ session, at: definition.at }, definition.json, "correlation");
  if (others.length > 0)
    tellAt({ session, at }, "changed", [
      `The event "${name}" is correlated by several attributes; only the first is kept.`,
      "Narrow it with where.",
    ]);
  if (correlation !== undefined) tellUnread({ session, at: correlation.at }, { ...correlation, of: `the event "${name}"` }, CORRELATION);

  return {
    type: textIn(definition.json, "type") ?? name,
    ...(source === "" ? {} : { source }),
    ...correlated(workflow, { name, correlation: correlation?.json ?? {}, at }),
  };
}

const CORRELATION = ["contextAttributeName", "contextAttributeValue"];

interface Correlated {
  readonly name: string;
  readonly correlation: JsonObject;
  readonly at: Path;
}

function correlated({ session }: Workflow, { name, correlation, at }: Correlated): { readonly match: string; readonly key?: string } {
  const attribute = textIn(correlation, "contextAttributeName");
  const value = fieldAt(correlation, "contextAttributeValue");
  if (attribute === undefined) {
    tellAt({ session, at }, "changed", [`The event "${name}" has no correlation; here its subject must be the id of the saga.`, SAY_WHOSE]);
    return { match: OWN_ID };
  }
  const key = `\${ event[${JSON.stringify(attribute)}] }`;
  if (typeof value === "string" && !isExpression(value)) return { match: `\${ ${JSON.stringify(value)} }`, key };
  tellAt({ session, at }, "changed", [
    `The event "${name}" is correlated by "${attribute}"; here it must be the id of the saga.`,
    SAY_WHOSE,
  ]);

  return { match: OWN_ID, key };
}

const OWN_ID = "${ saga.id }";
const SAY_WHOSE = "Write event.key and event.match where another value is meant, or give the saga a key.";

function definitionOf({ events, session }: Workflow, name: string, at: Path): Listed {
  const found = events.get(name);
  if (found !== undefined) return found;
  tellAt({ session, at }, "changed", [
    `The event "${name}" is not defined in the source; its name is taken for its type.`,
    "Correct the type.",
  ]);

  return { json: {}, at };
}

/** The document behind an event that brought data. */
export function withEventData(
  workflow: Workflow,
  { json, at }: Listed,
  { entry, data }: { readonly entry: Environment; readonly data: Term },
): Environment {
  const { session } = workflow;
  const place = [...at, "eventDataFilter"];
  const filter = objectIn(json, "eventDataFilter");
  tellUnread({ session, at: place }, { json: filter, of: "the filter of an event" }, ["useData", "data", "toStateData"]);
  if (filter["useData"] === false) return entry;
  const selector = textIn(filter, "data");
  const value =
    selector === undefined ? data : expressionAt(selector, placeIn(workflow, [...place, "data"], { environment: entry, document: data }));

  return merged(workflow, entry, { value, target: textIn(filter, "toStateData"), at: [...place, "toStateData"] });
}
