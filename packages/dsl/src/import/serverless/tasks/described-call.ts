import type { JsonObject } from "@skald/shared";
import type { Environment } from "../../flow/flow.ts";
import { templateOf } from "../../term/render-term.ts";
import { fieldAt, objectIn, textIn } from "../fields.ts";
import { type FunctionReference, operationOfFunction } from "../function-call.ts";
import { below, valueAt } from "../place.ts";
import { tellUnread } from "../unread.ts";
import { placeOf, type Task, type TaskScope } from "./flow-source.ts";

/** What a kind of call says. */
interface Described {
  /** The fields under `with` that are read. */
  readonly read: readonly string[];
  /** The field with the arguments. */
  readonly given: string;
  /** What the call refers to. */
  readonly operation: (given: JsonObject, id: string) => string;
}

const KINDS: ReadonlyMap<string, Described> = new Map([
  [
    "openapi",
    {
      read: ["document", "operationId", "parameters", "output"],
      given: "parameters",
      operation: (given, id) => `${addressIn(given, "document")}#${textIn(given, "operationId") ?? id}`,
    },
  ],
  [
    "grpc",
    {
      read: ["proto", "service", "method", "arguments"],
      given: "arguments",
      operation: (given, id) => `${textIn(given, "service", "name") ?? addressIn(given, "proto")}#${textIn(given, "method") ?? id}`,
    },
  ],
  [
    "asyncapi",
    {
      read: ["document", "operation", "channel", "message"],
      given: "message",
      operation: (given, id) => `${addressIn(given, "document")}#${textIn(given, "operation") ?? textIn(given, "channel") ?? id}`,
    },
  ],
]);

function addressIn(given: JsonObject, field: string): string {
  const endpoint = fieldAt(given, field, "endpoint") ?? fieldAt(given, field);

  return typeof endpoint === "string" ? endpoint : (textIn(endpoint, "uri") ?? "");
}

/** A call of an operation that is described elsewhere: of a catalogue. */
export function describedCall(scope: TaskScope, { id, at, json }: Task): (input: Environment) => JsonObject {
  const { session } = scope.source;
  const kind = textIn(json, "call") ?? id;
  const given = objectIn(json, "with");
  const described = KINDS.get(kind);
  if (described !== undefined) {
    const place = [...at, "with"];
    tellUnread({ session, at: place }, { json: given, of: `"${id}"` }, described.read);
    tellUnread({ session, at: [...place, "service"] }, { json: objectIn(given, "service"), of: `"${id}"` }, ["name", "host", "port"]);
    for (const field of ["document", "proto"]) {
      const resource = { session, at: [...place, field] };
      tellUnread(resource, { json: objectIn(given, field), of: `"${id}"` }, ["name", "endpoint"]);
      tellUnread(below(resource, "endpoint"), { json: objectIn(given, field, "endpoint"), of: `"${id}"` }, ["uri"]);
    }
  }
  const reference: Omit<FunctionReference, "at"> =
    described === undefined
      ? { name: kind, type: "custom", operation: `functions#${kind.replace(/[@:].*$/, "")}` }
      : { name: id, type: kind, operation: described.operation(given, id) };
  const key = operationOfFunction(session, { ...reference, at: [...at, "call"] });
  const path = described === undefined ? [] : [described.given];

  return (input) => {
    const term = valueAt(fieldAt(json, "with", ...path) ?? {}, placeOf(scope, [...at, "with", ...path], { entry: input }));
    return { call: `${key.service}.${key.operation}`, with: templateOf(term, session.merging(at, `"${id}"`)) };
  };
}
