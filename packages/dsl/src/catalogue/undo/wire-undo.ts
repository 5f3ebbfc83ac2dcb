import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { mustGet } from "../../model/must-get.ts";
import { memberOf, membersAt } from "../../model/read-json.ts";
import { wordsOf } from "../operation-names.ts";
import { expressionOf, type PlannedOperation, type PlannedParam, pathWith, readOf } from "../planned-operation.ts";
import { cutLast } from "./find-undos.ts";
import { singular } from "./undo-words.ts";

/** A call with its parameters filled from another operation, or the names of those that nothing fills. */
export type Wiring =
  | {
      readonly ok: true;
      readonly call: JsonObject;
      /** Members of the answer the call reads, by path: `["id"]`. */
      readonly reads: readonly (readonly string[])[];
      /** Optional params of the operation the call cannot do without. */
      readonly needs: readonly string[];
    }
  | { readonly ok: false; readonly missing: readonly string[] };

interface Source {
  readonly text: string;
  readonly output?: readonly string[];
  readonly param?: PlannedParam;
}

/** Fills the parameters of a call from what another operation was given, and from its answer if `fromAnswer`. */
export function wireCall(target: PlannedOperation, from: PlannedOperation, { fromAnswer }: { readonly fromAnswer: boolean }): Wiring {
  const noun = nounOf(target, from);
  const sources = new Map(
    target.params.flatMap((param): [PlannedParam, Source][] => {
      const source = sourceOf(param, { from, noun, fromAnswer });
      return source === null || (!param.required && source.param?.required !== true) ? [] : [[param, source]];
    }),
  );
  // A call that says nothing of what is meant would be about something else.
  const isAboutNothing = target.params.length > 0 && sources.size === 0;
  const missing = target.params.filter((param) => (param.required || isAboutNothing) && !sources.has(param)).map((param) => param.name);
  if (missing.length > 0) return { ok: false, missing };

  const used = [...sources.values()];
  return {
    ok: true,
    call: callWith(target, sources),
    reads: used.flatMap(({ output }) => (output === undefined ? [] : [output])),
    needs: used.flatMap(({ param }) => (param === undefined || param.required ? [] : [param.name])),
  };
}

interface Wanted {
  readonly from: PlannedOperation;
  readonly noun: string;
  readonly fromAnswer: boolean;
}

function sourceOf(param: PlannedParam, { from, noun, fromAnswer }: Wanted): Source | null {
  if (param.wire === "") return null;
  const names = namesFor(param.wire, noun);
  const given = from.params.find(
    (each) =>
      each.wire !== "" &&
      names.includes(plain(each.wire)) &&
      (each.required || isScalar(each.schema)) &&
      !isSecret(each.schema) &&
      canStand(each.schema, param),
  );
  if (given !== undefined && (given.required || given.place === "body")) return { text: readOf("params", given.name), param: given };

  const wrappers = [noun, "data", "result", "item"];
  const fits = (schema: Json): boolean => canStand(schema, param);
  const output = fromAnswer ? findAnswer(from.answer ?? new Map(), { names, wrappers, fits }) : null;
  return output === null ? null : { text: output.reduce((text, name) => readOf(text, name), "output"), output };
}

// `petId` of a pet is the member `id` of its body or answer, and the other way round.
function namesFor(wire: string, noun: string): readonly string[] {
  const name = plain(wire);
  const isId = name === "id" || name === `${noun}id` || name === "uuid" || name === `${noun}uuid`;

  return isId ? [...new Set([name, "id", `${noun}id`, "uuid", noun === "" ? "id" : `${noun}uuid`])] : [name];
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z\d]/g, "");
}

// It could not stand in an address.
function isSecret(schema: Json): boolean {
  return memberOf(schema, "sensitive") === true;
}

// An object has no one form outside a body, and a list has one only in a query.
function canStand(schema: Json, { place }: PlannedParam): boolean {
  if (place === "body") return true;
  const type = memberOf(schema, "type");
  const types = type !== undefined && isJsonArray(type) ? type : [type];

  return !types.includes("object") && (place === "query" || !types.includes("array"));
}

function isScalar(schema: Json): boolean {
  return ["string", "integer", "number"].includes(String(memberOf(schema, "type")));
}

/** The last word of the place both stand at: `/store/orders/{id}` is about an order. */
function nounOf(target: PlannedOperation, from: PlannedOperation): string {
  const path = target.described.path.endsWith("}") ? target.described.path : cutLast(target.described.path)[0];
  const segments = [...path.split("/"), ...(path.includes("{") ? [] : from.described.path.split("/"))];
  const named = segments.filter((segment) => segment !== "" && !segment.startsWith("{"));
  const words = named.slice(-1).flatMap(wordsOf);

  return singular(plain(words.slice(-1).join("")));
}

interface Search {
  readonly names: readonly string[];
  readonly wrappers: readonly string[];
  readonly fits: (schema: Json) => boolean;
}

function findAnswer(members: ReadonlyMap<string, Json>, search: Search): readonly string[] | null {
  for (const name of search.names) {
    const found = [...members].find(([each, schema]) => plain(each) === name && search.fits(schema));
    if (found !== undefined) return [found[0]];
  }
  for (const [wrapper, schema] of members) {
    if (!search.wrappers.includes(plain(wrapper)) || !isJsonObject(schema)) continue;
    const inner = findAnswer(new Map(membersAt(schema, "properties")), { ...search, wrappers: [] });
    if (inner !== null) return [wrapper, ...inner];
  }
  return null;
}

function callWith({ described, params, bodyForm }: PlannedOperation, sources: ReadonlyMap<PlannedParam, Source>): JsonObject {
  const at = (place: PlannedParam["place"]): JsonObject =>
    Object.fromEntries(
      params.flatMap((param) => {
        const source = sources.get(param);
        const stands = param.place === place || (place === "body" && param.alsoInBody === true);
        return source === undefined || !stands ? [] : [[param.wire, expressionOf(source.text)]];
      }),
    );
  const [query, headers, body] = [at("query"), at("header"), at("body")];
  // What stands in a path is required, so that it was filled.
  const texts = new Map([...sources].flatMap(([{ place, wire }, { text }]) => (place === "path" ? [[wire, text] as const] : [])));

  return {
    method: described.method,
    path: pathWith(described.path, (wire) => mustGet(texts, wire)),
    ...(Object.keys(query).length === 0 ? {} : { query }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(bodyForm === "none" || Object.keys(body).length === 0 ? {} : { body }),
  };
}
