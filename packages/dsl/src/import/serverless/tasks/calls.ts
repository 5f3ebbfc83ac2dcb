import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { addressOf, METHODS, NO_ADDRESS, namedTexts } from "../../catalogue/address.ts";
import type { OperationKey } from "../../catalogue/catalogue.ts";
import { documentOf, type Environment } from "../../flow/flow.ts";
import { straightNode } from "../../flow/nodes.ts";
import { readMember } from "../../term/read-term.ts";
import { templateOf } from "../../term/render-term.ts";
import { literal, objectOf, type Term, textOf, tight } from "../../term/term.ts";
import { durationText } from "../durations.ts";
import { operationOfFunction } from "../function-call.ts";
import { fieldAt, tellAt, textIn, valueAt } from "../place.ts";
import { behindTask, inputOf, placeOf, stateNameOf, type Task, type TaskScope, timeoutOf, usedOf } from "./flow-source.ts";

/** A call: HTTP in place, or an operation of a catalogue for what is described elsewhere. */
export function addCall(scope: TaskScope, task: Task): void {
  const { id, at, json, to } = task;
  const kind = textIn(json, "call") ?? "";
  const name = stateNameOf(scope, id);
  const defined = usedOf(scope, "functions", kind);
  const called = defined === undefined ? json : definedCall(json, defined);
  const key = textIn(called, "call") === "http" ? null : operationOf(scope, { ...task, json: called });
  const output = tight(`steps.${name}.output`);

  scope.nodes.set(
    id,
    straightNode({
      id,
      at,
      to,
      catchers: scope.catchers,
      behind: (entry) => behindTask(scope, task, { entry: inputOf(scope, task, entry), output: outputOf(called, output) }),
      state: (entry) => {
        const input = inputOf(scope, task, entry);
        return {
          type: "task",
          ...(key === null
            ? httpCall(scope, { ...task, json: called }, input)
            : operationCall(scope, { ...task, json: called }, { key, input })),
          ...aroundCall(scope, json, key === null),
        };
      },
    }),
  );
}

// A function of `use.functions` is a call with some of its arguments given.
function definedCall(json: JsonObject, defined: JsonObject): JsonObject {
  const [own, given] = [fieldAt(defined, "with"), fieldAt(json, "with")];

  return { ...defined, with: { ...(isJsonObject(own) ? own : {}), ...(isJsonObject(given) ? given : {}) } };
}

function aroundCall(scope: TaskScope, json: JsonObject, isInPlace: boolean): JsonObject {
  const timeout = durationText(timeoutOf(scope, json));
  const retry = scope.retry ?? (isInPlace ? { attempts: 1 } : undefined);

  return { ...(retry === undefined ? {} : { retry }), ...(timeout === undefined ? {} : { timeout }) };
}

function withOf(json: JsonObject): JsonObject {
  const given = fieldAt(json, "with");

  return isJsonObject(given) ? given : {};
}

function outputOf(json: JsonObject, output: Term): Term {
  const wanted = textIn(withOf(json), "output");

  return wanted === "response" || wanted === "raw"
    ? objectOf([
        ["content", output],
        ["body", output],
        ["statusCode", literal(200)],
      ])
    : output;
}

function httpCall(scope: TaskScope, { id, at, json }: Task, entry: Environment): JsonObject {
  const given = withOf(json);
  const place = placeOf(scope, [...at, "with"], { entry });
  const read = (field: string): Term | undefined => {
    const value = fieldAt(given, field);
    return value === undefined ? undefined : valueAt(value, { ...place, at: [...place.at, field] });
  };
  const method = String(fieldAt(given, "method") ?? "GET").toUpperCase();
  const known = METHODS.includes(method) ? method : "POST";
  const query = namedTexts(read("query"), "query");
  const headers = namedTexts(read("headers"), "headers");
  const body = read("body");
  const url = urlOf(scope, { id, at, json }, { entry, given });

  return {
    call: {
      http: {
        method: known,
        url,
        ...(query === null ? {} : { query }),
        ...(headers === null ? {} : { headers }),
        ...(body === undefined ? {} : { body: templateOf(body, scope.source.session.merging(at, `"${id}"`)) }),
      },
    },
    kind: known === "GET" || known === "HEAD" ? "readOnly" : "retriable",
  };
}

function urlOf(
  scope: TaskScope,
  { id, at }: Pick<Task, "id" | "at" | "json">,
  { entry, given }: { readonly entry: Environment; readonly given: JsonObject },
): string {
  const endpoint = fieldAt(given, "endpoint");
  const uri: Json | undefined = isJsonObject(endpoint) ? fieldAt(endpoint, "uri") : endpoint;
  const place = placeOf(scope, [...at, "with", "endpoint"], { entry });
  if (isJsonObject(endpoint) && fieldAt(endpoint, "authentication") !== undefined)
    tellAt(place, "dropped", [
      `How the call of "${id}" is authenticated is not brought over.`,
      "Move the call into a catalogue and give it auth, or a header that reads secrets.",
    ]);
  const term = typeof uri === "string" ? valueAt(uri, place) : literal("");
  const url = addressOf([term.kind === "literal" ? templated(scope, String(term.value), entry) : term]);
  if (url !== null) return url.replace(/[?#].*$/, "") === "" ? NO_ADDRESS : url;

  tellAt(place, "dropped", [
    `The address of "${id}" is computed as a whole; values may only fill single segments here.`,
    "Write the address with the values in their segments, or read its start from env.",
  ]);
  return NO_ADDRESS;
}

// `{petId}` is a member of the input.
function templated({ source }: TaskScope, uri: string, entry: Environment): Term {
  const pieces = uri.split(/\{(\w+)\}/);

  return textOf(
    pieces.map((piece, index) =>
      index % 2 === 0 ? piece : (readMember(documentOf(entry), piece, source.session.noteRead) ?? entry.get(`$${piece}`) ?? literal(piece)),
    ),
  );
}

function operationOf(scope: TaskScope, { json, at, id }: Task): OperationKey {
  const { session } = scope.source;
  const given = withOf(json);
  const kind = textIn(json, "call") ?? "";
  const place = [...at, "call"];
  const document = fieldAt(given, "document") ?? fieldAt(given, "proto");
  const endpoint = isJsonObject(document) ? fieldAt(document, "endpoint") : document;
  const address = typeof endpoint === "string" ? endpoint : textIn(isJsonObject(endpoint) ? endpoint : {}, "uri");
  switch (kind) {
    case "openapi":
      return operationOfFunction(session, {
        name: id,
        type: "openapi",
        operation: `${address ?? ""}#${textIn(given, "operationId") ?? id}`,
        at: place,
      });
    case "grpc": {
      const service = fieldAt(given, "service");
      const name = isJsonObject(service) ? textIn(service, "name") : undefined;
      return operationOfFunction(session, {
        name: id,
        type: "grpc",
        operation: `${name ?? address ?? ""}#${textIn(given, "method") ?? id}`,
        at: place,
      });
    }
    case "asyncapi":
      return operationOfFunction(session, {
        name: id,
        type: "asyncapi",
        operation: `${address ?? ""}#${textIn(given, "operation") ?? textIn(given, "channel") ?? id}`,
        at: place,
      });
    default:
      return operationOfFunction(session, {
        name: kind === "" ? id : kind,
        type: "custom",
        operation: `functions#${kind.replace(/[@:].*$/, "")}`,
        at: place,
      });
  }
}

interface Calling {
  readonly key: OperationKey;
  readonly input: Environment;
}

const ARGUMENTS: Readonly<Record<string, string>> = { openapi: "parameters", grpc: "arguments", asyncapi: "message" };

function operationCall(scope: TaskScope, { json, at, id }: Task, { key, input }: Calling): JsonObject {
  const given = withOf(json);
  const field = ARGUMENTS[textIn(json, "call") ?? ""];
  const passed = field === undefined ? given : (fieldAt(given, field) ?? {});
  const term = valueAt(passed, placeOf(scope, [...at, "with", ...(field === undefined ? [] : [field])], { entry: input }));

  return { call: `${key.service}.${key.operation}`, with: templateOf(term, scope.source.session.merging(at, `"${id}"`)) };
}
