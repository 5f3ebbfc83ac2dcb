import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { mustGet } from "../model/must-get.ts";
import { listAt, memberOf, membersAt, textItems } from "../model/read-json.ts";
import type { CatalogueNote } from "./catalogue-note.ts";
import { pointerOf } from "./catalogue-note.ts";
import type { DescribedOperation, DescribedParameter } from "./description/described-operations.ts";
import { translateSchema } from "./description/translate-schema.ts";
import { expressionOf, type PlannedOperation, type PlannedParam, pathWith, readOf } from "./planned-operation.ts";

/** How much of each schema is written. */
export interface Detail {
  /** References followed one inside the other. */
  readonly depth: number;
  /** Schemas of one operation. */
  readonly schemas: number;
}

/** A body with more members than this is one parameter when it does not travel alone. */
const MEMBERS_MAX = 40;

/** Lays out params and call of an operation: where each value comes from and where it goes. */
export function planOperation(
  name: string,
  described: DescribedOperation,
  { root, detail, note }: { readonly root: JsonObject; readonly detail: Detail; readonly note: (note: CatalogueNote) => void },
): PlannedOperation {
  const budget = { left: detail.schemas };
  const sent = { root, direction: "sent", depth: detail.depth, budget } as const;
  const beside = besideBody(described, (schema) => translateSchema(schema, sent));
  for (const lost of lostParameters(described)) note({ at: pointerOf("operations", name), kind: "dropped", what: lost });

  const body = described.body === null ? null : translateSchema(described.body.schema, sent);
  const inBody = body === null ? ({ form: "none", params: [] } as const) : bodyParams(body, described.body?.required === true, beside);
  const shared = new Set(inBody.form === "members" ? inBody.params.map((each) => each.name) : []);
  const params = [
    ...beside.map((each): PlannedParam => (shared.has(each.name) ? { ...each, alsoInBody: true } : each)),
    ...inBody.params.filter((each) => !beside.some((other) => other.name === each.name)),
  ];
  const answerSchema =
    described.answer === undefined
      ? true
      : translateSchema(described.answer, { root, direction: "answered", depth: detail.depth, budget: { left: detail.schemas } });

  return {
    name,
    described,
    params,
    bodyForm: inBody.form,
    call: callOf(described, params, inBody.form),
    answer: isJsonObject(memberOf(answerSchema, "properties")) ? new Map(membersAt(answerSchema, "properties")) : null,
    answerSchema,
  };
}

function besideBody({ parameters }: DescribedOperation, translate: (schema: Json) => Json): readonly PlannedParam[] {
  const taken = new Set<string>();

  return parameters.filter(canBeSent).map((parameter): PlannedParam => {
    const { place, name, required, description } = parameter;
    const free = taken.has(name) ? `${name}_${place}` : name;
    taken.add(free);
    const schema = scalar(translate(parameter.schema), parameter);
    const told = description === null ? null : firstLine(description);
    return {
      name: free,
      place,
      wire: name,
      required,
      schema: isJsonObject(schema) && told !== null ? { ...schema, description: told } : schema,
    };
  });
}

// A header is a text, so one that may be absent cannot be left out; an object has no one form in a query.
function canBeSent({ place, required, schema }: DescribedParameter): boolean {
  return required || (place === "query" && memberOf(schema, "type") !== "object");
}

function lostParameters({ parameters, lost }: DescribedOperation): readonly string[] {
  const unsent = parameters
    .filter((each) => !canBeSent(each))
    .map(({ place, name }) => `The optional ${place} parameter "${name}" is left out.`);

  return [...unsent, ...lost.map(({ name }) => `The cookie "${name}" is left out: Skald sends none.`)];
}

const SCALARS = new Set(["string", "number", "integer", "boolean"]);

// What travels in an address is one text; a list may stand in a query, each item as a parameter of its own.
function scalar(schema: Json, { place, isJoined }: DescribedParameter): Json {
  const type = memberOf(schema, "type");
  if (place === "query" && (type === "array" ? !isJoined : type !== "object")) return withoutSecret(schema);
  if (typeof type === "string" && SCALARS.has(type)) return withoutSecret(schema);
  const [inner, ...more] = type !== undefined && isJsonArray(type) ? textItems(type).filter((each) => each !== "null") : [];

  return inner !== undefined && more.length === 0 && SCALARS.has(inner) ? { type: inner } : { type: "string" };
}

// Addresses are written to logs; marking a parameter of one as sensitive would be an error, and rightly so.
function withoutSecret(schema: Json): Json {
  return isJsonObject(schema) ? Object.fromEntries(Object.entries(schema).filter(([name]) => name !== "sensitive")) : schema;
}

function firstLine(description: string): string | null {
  const line = description.trim().replace(/[\r\n][\s\S]*$/, "");
  const text = line.length > 100 ? `${line.slice(0, 99).trimEnd()}…` : line;

  return text === "" || text.includes("${") ? null : text;
}

interface BodyParams {
  readonly form: PlannedOperation["bodyForm"];
  readonly params: readonly PlannedParam[];
}

function bodyParams(schema: Json, required: boolean, beside: readonly PlannedParam[]): BodyParams {
  const members = membersAt(schema, "properties");
  const isPlain = memberOf(schema, "type") === "object" && members.length > 0;
  const isAlone = beside.length === 0;
  const isClear = memberOf(schema, "additionalProperties") === undefined && members.length <= MEMBERS_MAX;
  if (!isPlain || (!isAlone && !isClear)) {
    const name = beside.some((each) => each.name === "body") ? "request_body" : "body";
    return { form: "one", params: [{ name, place: "body", wire: "", required, schema }] };
  }
  const needed = new Set(listAt(schema, "required"));
  const params = members.map(
    ([name, member]): PlannedParam => ({ name, place: "body", wire: name, required: needed.has(name), schema: member }),
  );

  return { form: isAlone ? "whole" : "members", params };
}

function callOf({ method, path }: DescribedOperation, params: readonly PlannedParam[], form: PlannedOperation["bodyForm"]): JsonObject {
  const at = (place: PlannedParam["place"]): JsonObject =>
    Object.fromEntries(
      params.filter((each) => each.place === place).map((each) => [each.wire, expressionOf(readOf("params", each.name, !each.required))]),
    );
  const [query, headers] = [at("query"), at("header")];
  // Each parameter of a path is described, or laid out all the same.
  const names = new Map(params.filter((each) => each.place === "path").map((each) => [each.wire, each.name]));

  return {
    method,
    path: pathWith(path, (wire) => readOf("params", mustGet(names, wire))),
    ...(Object.keys(query).length === 0 ? {} : { query }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...bodyTemplate(params, form),
  };
}

function bodyTemplate(params: readonly PlannedParam[], form: PlannedOperation["bodyForm"]): JsonObject {
  switch (form) {
    case "none":
      return {};
    case "whole":
      return { body: expressionOf("params") };
    case "one":
      return Object.fromEntries(
        params.filter((each) => each.place === "body").map((each) => ["body", expressionOf(readOf("params", each.name, !each.required))]),
      );
    case "members":
      return {
        body: Object.fromEntries(
          params
            .filter((each) => each.place === "body" || each.alsoInBody === true)
            .map((each) => [each.wire, expressionOf(readOf("params", each.name, !each.required))]),
        ),
      };
  }
}
