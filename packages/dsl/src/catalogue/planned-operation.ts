import type { Json, JsonObject } from "@skald/shared";
import { NAME } from "../schema/patterns.ts";
import type { DescribedOperation } from "./description/described-operations.ts";

/** One member of `params`, and where its value travels. */
export interface PlannedParam {
  readonly name: string;
  readonly place: "path" | "query" | "header" | "body";
  /** Its name on the wire. */
  readonly wire: string;
  readonly required: boolean;
  readonly schema: Json;
  /** A parameter of the path that stands in the body as well. */
  readonly alsoInBody?: true;
}

/** An operation of the catalogue before anybody has thought of its undo. */
export interface PlannedOperation {
  readonly name: string;
  readonly described: DescribedOperation;
  readonly params: readonly PlannedParam[];
  /** `whole`: all params are the body. `members`: those of it are named one by one. `one`: it is the member `body`. */
  readonly bodyForm: "none" | "whole" | "members" | "one";
  readonly call: JsonObject;
  /** Members of the answer, translated; null when it is no object with members. */
  readonly answer: ReadonlyMap<string, Json> | null;
  /** The answer as it is described, translated. */
  readonly answerSchema: Json;
}

const IDENTIFIER = new RegExp(NAME);

/** The CEL that reads a member: `params.id`, `params["pet-id"]`; an absent optional one gives none. */
export function readOf(from: string, name: string, optional = false): string {
  if (IDENTIFIER.test(name)) return `${from}.${optional ? "?" : ""}${name}`;

  return `${from}[${optional ? "?" : ""}${JSON.stringify(name)}]`;
}

/** An expression as it stands in a document. */
export function expressionOf(source: string): string {
  return `\${ ${source} }`;
}

/** The path of an operation with an expression for each parameter. */
export function pathWith(path: string, sourceOf: (name: string) => string): string {
  return path
    .split(/(\{[^{}]+\})/)
    .map((part) => (/^\{[^{}]+\}$/.test(part) ? expressionOf(sourceOf(part.slice(1, -1))) : encoded(part)))
    .join("");
}

// Percent signs are there already. A dollar sign before an expression would make it a text.
function encoded(part: string): string {
  return part.toWellFormed().replace(/[^!%-;=?-[\]_a-z~]/gu, (character) => encodeURIComponent(character));
}
