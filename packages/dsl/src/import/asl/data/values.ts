import { isJsonArray, type Json, type JsonObject } from "@skald/shared";
import type { Path } from "../../../diagnostics/places.ts";
import { documentOf, type Environment } from "../../flow/flow.ts";
import { parseJsonPath } from "../../query/json-path.ts";
import { parseJsonata } from "../../query/jsonata.ts";
import type { Query } from "../../query/query.ts";
import { resolveQuery, type Surroundings } from "../../query/resolve-query.ts";
import { Refusal } from "../../session.ts";
import { listOf, literal, objectOf, type Term, textOf } from "../../term/term.ts";
import { type AslState, tellOf } from "../machine.ts";
import { contextOf, ROUND } from "./context.ts";

/** What the expressions of a state may read beside its variables. */
export interface Readable {
  readonly environment: Environment;
  /** `$` of JSONPath; in JSONata there is none. */
  readonly document?: Term;
  /** `$states.result` of JSONata. */
  readonly result?: Term;
  /** `$states.errorOutput` of JSONata. */
  readonly error?: Term;
}

/** A payload template, or a value of JSONata: whatever is no expression is what it is. */
export function payloadOf(state: AslState, { json, at }: { readonly json: Json; readonly at: Path }, readable: Readable): Term {
  if (typeof json === "string") return state.usesJsonata ? jsonataText(state, { text: json, at }, readable) : literal(json);
  if (json === null || typeof json !== "object") return literal(json);
  if (isJsonArray(json)) return listOf(json.map((item, index) => payloadOf(state, { json: item, at: [...at, index] }, readable)));

  return objectOf(membersOf(state, { json, at }, readable));
}

/** The members of a template, each with its value; what only carries the token of a callback is left out. */
export function membersOf(
  state: AslState,
  { json, at }: { readonly json: JsonObject; readonly at: Path },
  readable: Readable,
): readonly (readonly [string, Term])[] {
  return Object.entries(json).flatMap(([name, member]): readonly (readonly [string, Term])[] => {
    const place = [...at, name];
    if (typeof member === "string" && TOKEN.test(member)) {
      tellOf(state, place.slice(state.at.length), {
        kind: "changed",
        what: `"${name}" of "${state.id}" is left out: the token travels in the header Skald-Callback.`,
        remedy: "Let the service read the header and answer to /api/v1/callbacks/{token}.",
      });
      return [];
    }
    if (state.usesJsonata || !name.endsWith(".$")) return [[name, payloadOf(state, { json: member, at: place }, readable)]];
    const plain = name.slice(0, -2);
    if (typeof member === "string" && !Object.hasOwn(json, plain))
      return [[plain, pathValue(state, { text: member, at: place }, readable)]];

    throw typeof member === "string"
      ? new Refusal(place, `"${state.id}" gives "${plain}" twice, as it is and as a path.`, "Keep the one that is meant.")
      : new Refusal(place, `"${name}" of "${state.id}" is no path.`, 'Write a path, or a name without ".$".');
  });
}

const TOKEN = /^(?:\$\$\.Task\.Token|\{%\s*\$states\.context\.Task\.Token\s*%\})$/;

/** A path, an intrinsic function, or a path into the context. */
export function pathValue(state: AslState, source: { readonly text: string; readonly at: Path }, readable: Readable): Term {
  return resolved(state, parseJsonPath(source.text), { source, readable });
}

const JSONATA = /^\s*\{%([\s\S]*)%\}\s*$/;

function jsonataText(state: AslState, source: { readonly text: string; readonly at: Path }, readable: Readable): Term {
  if (!isJsonata(source.text)) {
    if (!/^\s*\{%|%\}\s*$/.test(source.text)) return literal(source.text);
    throw new Refusal(
      source.at,
      `An expression of "${state.id}" is not enclosed in "{%" and "%}": ${JSON.stringify(source.text)}.`,
      "Write both marks, or neither.",
    );
  }
  const text = source.text.replace(JSONATA, "$1").trim();

  return resolved(state, parseJsonata(text), { source: { ...source, text }, readable });
}

/** Whether a value is an expression of JSONata. */
export function isJsonata(value: Json | undefined): value is string {
  return typeof value === "string" && JSONATA.test(value);
}

interface Resolving {
  readonly source: { readonly text: string; readonly at: Path };
  readonly readable: Readable;
}

/** The value of a query at a place of the source. */
export function resolved(state: AslState, query: Query, { source, readable }: Resolving): Term {
  return resolveQuery(query, surroundingsOf(state, source, readable));
}

function surroundingsOf(state: AslState, source: Resolving["source"], readable: Readable): Surroundings {
  const text = source.text.length > 120 ? `${source.text.slice(0, 120)}…` : source.text;

  return {
    root: (name) => rootOf(state, name, readable),
    note: state.machine.session.noteRead,
    tell: (why) =>
      tellOf(state, source.at.slice(state.at.length), {
        kind: "dropped",
        what: `"${text}" cannot be written in CEL (${why}); null stands in its place.`,
        remedy: "Compute the value in a service, or write the expression anew.",
      }),
  };
}

function rootOf(state: AslState, name: string, { environment, document, result, error }: Readable): Term | undefined {
  switch (name) {
    case "$":
      return document;
    case "$$":
      return contextOf(state, environment);
    case "the step":
      return stepName(state, environment.get(ROUND));
    case "$states": {
      const members: readonly (readonly [string, Term | undefined])[] = [
        ["input", documentOf(environment)],
        ["result", result],
        ["errorOutput", error],
        ["context", contextOf(state, environment)],
      ];
      return objectOf(members.flatMap(([member, term]) => (term === undefined ? [] : [[member, term]])));
    }
    default:
      return environment.get(name);
  }
}

// Each item of a Map is a step of its own: what is made for it must not be made for another.
function stepName({ name }: AslState, round: Term | undefined): Term {
  return textOf([name, ...(round?.kind === "list" ? round.items.flatMap((index) => ["/", index]) : [])]);
}
