import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { memberOf, membersAt } from "../../model/read-json.ts";
import { expressionOf, type PlannedOperation, readOf } from "../planned-operation.ts";
import { cutLast } from "./find-undos.ts";
import { wireCall } from "./wire-undo.ts";

/** A `verify` as it stands in a document, and how it was found. */
export interface VerifyGuess {
  readonly verify: JsonObject;
  readonly because: string;
}

/** Asks for the thing itself, whose id the caller has chosen. Null when nothing can be asked. */
export function verifyByItem(
  forward: PlannedOperation,
  undo: PlannedOperation | null,
  all: readonly PlannedOperation[],
): VerifyGuess | null {
  const { method, path } = forward.described;
  const undoPath = undo?.described.path ?? path;
  const item = undoPath.endsWith("}") ? undoPath : cutLast(undoPath)[0];
  const get = readerOf(item, all);
  // Something that was there before answers whatever happened to it.
  const isMade = method === "DELETE" || method === "PUT" || item !== cutLast(path)[0];
  if (get === undefined || !isMade || !item.endsWith("}")) return null;
  const wiring = wireCall(get, forward, { fromAnswer: false });
  if (!wiring.ok || (undo === null && wiring.needs.length > 0)) return null;

  const gone = method === "DELETE";
  return {
    verify: {
      call: { ...wiring.call, accept: [404] },
      happened: expressionOf(gone ? "response.status == 404" : "response.status == 200"),
    },
    because: gone ? `"${get.name}" no longer finds it` : `"${get.name}" finds it`,
  };
}

/**
 * Looks for the thing in a list, by a filter the caller knows: for ids that only the answer gives. `reads` are the
 * members of the answer the undo needs, one level deep.
 */
export function verifyByList(
  forward: PlannedOperation,
  reads: readonly (readonly string[])[],
  all: readonly PlannedOperation[],
): VerifyGuess | null {
  const list = readerOf(forward.described.path, all);
  if (list === undefined || reads.some((path) => path.length !== 1)) return null;
  const place = placeOfItems(list.answerSchema);
  const members = membersAt(place?.items, "properties");
  const [wanted] = reads.map(([name = ""]) => name);
  const filters = list.params.filter(
    (param) => param.place === "query" && forward.params.some((each) => each.wire === param.wire && each.required && each.place !== "path"),
  );
  const wiring = wireCall(list, forward, { fromAnswer: false });
  if (place === null || filters.length === 0 || !wiring.ok || !members.some(([name]) => name === wanted)) return null;

  return {
    verify: {
      call: wiring.call,
      happened: expressionOf(`${place.source}.size() > 0`),
      output: Object.fromEntries(
        reads
          .flat()
          .map((name) => [
            name,
            expressionOf(`${place.source}.size() > 0 ? ${readOf(`${place.source}[0]`, name)} : ${nothingFor(place.items, name)}`),
          ]),
      ),
    },
    because: `"${list.name}" finds it by ${filters.map(({ wire }) => `"${wire}"`).join(" and ")}, which the caller chose`,
  };
}

function readerOf(path: string, all: readonly PlannedOperation[]): PlannedOperation | undefined {
  return all.find(({ described }) => described.method === "GET" && shapeOf(described.path) === shapeOf(path));
}

/** An address whatever its parameters are called. */
function shapeOf(path: string): string {
  return path.replaceAll(/\{[^{}]+\}/g, "{}").replace(/\/$/, "");
}

function placeOfItems(answer: Json): { readonly source: string; readonly items: Json } | null {
  const own = itemsOf(answer);
  if (own !== undefined) return { source: "response.body", items: own };

  const lists = membersAt(answer, "properties").flatMap(([name, member]) => {
    const items = itemsOf(member);
    return items === undefined ? [] : [{ source: readOf("response.body", name), items }];
  });
  const [only, ...others] = lists;

  return only === undefined || others.length > 0 ? null : only;
}

function itemsOf(schema: Json): Json | undefined {
  const items = memberOf(schema, "items");

  return memberOf(schema, "type") === "array" && isJsonObject(items) ? items : undefined;
}

// An output must be there for both answers, and null cannot stand in an address.
function nothingFor(items: Json, name: string): string {
  const type = memberOf(memberOf(memberOf(items, "properties"), name), "type");

  return type === "integer" || type === "number" ? "0" : '"none"';
}
