import { isJsonArray, type JsonObject } from "@skald/shared";
import type { Path } from "../../../diagnostics/places.ts";
import { fieldAt, tellAt, textIn } from "../place.ts";
import type { Workflow } from "./workflow.ts";

/** A definition of an event as one that is sent. */
export function eventToSend(workflow: Workflow, name: string | undefined, at: Path): JsonObject {
  const definition = definitionOf(workflow, name, at);
  const source = textIn(definition, "source");

  return { type: typeOf(definition, name), ...(source === undefined || source === "" ? {} : { source: source.replaceAll("${", "") }) };
}

/** A definition of an event as one that is awaited. */
export function awaitedEvent(workflow: Workflow, name: string | undefined, at: Path): JsonObject {
  const definition = definitionOf(workflow, name, at);
  const source = textIn(definition, "source");
  const correlated = fieldAt(definition, "correlation");
  const attribute =
    correlated !== undefined && isJsonArray(correlated)
      ? correlated.flatMap((each) =>
          typeof each === "object" && each !== null ? [textIn(each as JsonObject, "contextAttributeName")] : [],
        )
      : [];
  const [first, ...rest] = attribute.filter((each) => each !== undefined);
  if (rest.length > 0)
    tellAt({ session: workflow.session, at }, "changed", [
      `The event "${name ?? ""}" is correlated by several attributes; only "${first ?? ""}" is kept.`,
      "Narrow it with where.",
    ]);
  if (first === undefined)
    tellAt({ session: workflow.session, at }, "changed", [
      `The event "${name ?? ""}" has no correlation; here its subject must be the id of the saga.`,
      "Write event.key and event.match where another value is meant, or give the saga a key.",
    ]);

  return {
    type: typeOf(definition, name),
    ...(source === undefined || source === "" ? {} : { source }),
    match: "${ saga.id }",
    ...(first === undefined ? {} : { key: `\${ event[${JSON.stringify(first)}] }` }),
  };
}

function definitionOf(workflow: Workflow, name: string | undefined, at: Path): JsonObject {
  const found = name === undefined ? undefined : workflow.events.get(name);
  if (found === undefined)
    tellAt({ session: workflow.session, at }, "changed", [
      `The event "${name ?? ""}" is not defined in the source; its name is taken for its type.`,
      "Correct the type.",
    ]);

  return found?.json ?? {};
}

function typeOf(definition: JsonObject, name: string | undefined): string {
  return textIn(definition, "type") ?? name ?? "event";
}
