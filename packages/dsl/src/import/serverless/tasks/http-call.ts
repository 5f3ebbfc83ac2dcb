import type { Json, JsonObject } from "@skald/shared";
import { addressOf, METHODS, NO_ADDRESS, namedTexts } from "../../catalogue/address.ts";
import { documentOf, type Environment } from "../../flow/flow.ts";
import { readMember } from "../../term/read-term.ts";
import { templateOf } from "../../term/render-term.ts";
import { literal, type Term, textOf } from "../../term/term.ts";
import { fieldAt, objectIn, textIn } from "../fields.ts";
import { below, type Place, tellAt, valueAt } from "../place.ts";
import { tellDropped, tellUnread } from "../unread.ts";
import { placeOf, type Task, type TaskScope } from "./flow-source.ts";

const FIELDS = ["method", "endpoint", "headers", "body", "query", "output"];

/** A call of HTTP, written in place. */
export function httpCall(scope: TaskScope, { id, at, json }: Task): (input: Environment) => JsonObject {
  const { session } = scope.source;
  const given = objectIn(json, "with");
  const spot = { session, at: [...at, "with"] };
  tellUnread(spot, { json: given, of: `"${id}"` }, FIELDS);
  const method = methodOf(spot, id, given);
  tellEndpoint(spot, id, given);

  return (input) => {
    const place = placeOf(scope, spot.at, { entry: input });
    const url = urlOf(place, { id, given, input });
    const named = { ...namedAt(place, given, "query"), ...namedAt(place, given, "headers") };
    const body = fieldAt(given, "body");
    const sent = body === undefined ? {} : { body: templateOf(valueAt(body, below(place, "body")), session.merging(at, `"${id}"`)) };
    return { call: { http: { method, url, ...named, ...sent } }, kind: method === "GET" || method === "HEAD" ? "readOnly" : "retriable" };
  };
}

type Spot = Pick<Place, "session" | "at">;

function methodOf({ session, at }: Spot, id: string, given: JsonObject): string {
  const wanted = (textIn(given, "method") ?? "GET").toUpperCase();
  if (METHODS.includes(wanted)) return wanted;
  tellAt({ session, at: [...at, "method"] }, "changed", [
    `"${id}" calls by "${wanted}"; a call here is one of ${METHODS.join(", ")}: it is a POST.`,
    "Write the method that is meant.",
  ]);

  return "POST";
}

function namedAt(place: Place, given: JsonObject, field: "query" | "headers"): JsonObject {
  const value = fieldAt(given, field);
  if (value === undefined) return {};
  const texts = namedTexts(valueAt(value, below(place, field)), field);
  if (texts === null) tellDropped(place, field, "the call, which is computed as a whole,");

  return texts === null ? {} : { [field]: texts };
}

function tellEndpoint({ session, at }: Spot, id: string, given: JsonObject): void {
  const place = { session, at: [...at, "endpoint"] };
  tellUnread(place, { json: objectIn(given, "endpoint"), of: `"${id}"` }, ["uri", "authentication"]);
  if (fieldAt(given, "endpoint", "authentication") !== undefined)
    tellAt(place, "dropped", [
      `How the call of "${id}" is authenticated is not brought over.`,
      "Move the call into a catalogue and give it auth, or a header that reads secrets.",
    ]);
}

interface Calling {
  readonly id: string;
  readonly given: JsonObject;
  readonly input: Environment;
}

function urlOf(place: Place, { id, given, input }: Calling): string {
  const spot = below(place, "endpoint");
  const uri = textIn(given, "endpoint") ?? textIn(given, "endpoint", "uri") ?? "";
  const term = valueAt(uri, spot);
  const url = addressOf([term.kind === "literal" ? templated(place, term.value, input) : term]);
  if (url !== null) return url;

  tellAt(spot, "dropped", [
    `The address of "${id}" is computed as a whole; values may only fill single segments here.`,
    "Write the address with the values in their segments, or read its start from env.",
  ]);
  return NO_ADDRESS;
}

// `{petId}` is a member of the input.
function templated({ session }: Place, uri: Json, input: Environment): Term {
  const pieces = String(uri).split(/\{(\w+)\}/);

  return textOf(
    pieces.map((piece, index) =>
      index % 2 === 0 ? piece : (readMember(documentOf(input), piece, session.noteRead) ?? input.get(`$${piece}`) ?? literal(piece)),
    ),
  );
}
