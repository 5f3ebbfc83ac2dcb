import { isJsonObject } from "@skald/shared";
import { documentOf, type Environment, withDocument, withValues } from "../../flow/flow.ts";
import { parseJsonPath } from "../../query/json-path.ts";
import { pathOf } from "../../query/query.ts";
import { Refusal } from "../../session.ts";
import { writeMember } from "../../term/read-term.ts";
import { NOTHING, objectOf, type Term } from "../../term/term.ts";
import { type AslState, fieldOf, tellOf, textOf } from "../machine.ts";
import { givenField } from "./given.ts";
import { membersOf, pathValue, payloadOf } from "./values.ts";

// InputPath → Parameters → the work → ResultSelector → ResultPath → OutputPath, and for JSONata Arguments → Output.
// None of it needs a state: each is a change of the document that is followed.

/** What a state works on: its document behind `InputPath`. */
export function inputOf(state: AslState, environment: Environment): Term {
  const document = documentOf(environment);
  if (state.usesJsonata) return document;

  return behindPath(state, "InputPath", { document, environment });
}

function behindPath(
  state: AslState,
  field: "InputPath" | "OutputPath",
  { document, environment }: { readonly document: Term; readonly environment: Environment },
): Term {
  const path = fieldOf(state, field);
  if (path === null) return objectOf([]);
  if (typeof path !== "string" || path === "$") return document;

  return pathValue(state, { text: path, at: [...state.at, field] }, { environment, document });
}

/** What is handed to the work: `Parameters`, `Arguments` or the whole input. */
export function argumentsOf(state: AslState, environment: Environment): Term {
  const document = inputOf(state, environment);
  const field = givenField(state);
  const json = fieldOf(state, field);

  return json === undefined ? document : payloadOf(state, { json, at: [...state.at, field] }, { environment, document });
}

/** What is known behind a state whose work gave `result`. */
export function behindWork(state: AslState, environment: Environment, result: Term): Environment {
  if (state.usesJsonata) return behindJsonata(state, environment, { result });

  const selected = selectedOf(state, environment, result);
  const written = writtenTo(state, documentOf(environment), selected);
  const assigned = assignedOf(state, environment, { document: selected });
  return withDocument(withValues(environment, assigned), behindPath(state, "OutputPath", { document: written, environment }));
}

/** What is known behind a state that only has `InputPath` and `OutputPath`. */
export function behindNothing(state: AslState, environment: Environment): Environment {
  if (state.usesJsonata) return behindJsonata(state, environment, {});

  const document = inputOf(state, environment);
  return withDocument(
    withValues(environment, assignedOf(state, environment, { document })),
    behindPath(state, "OutputPath", { document, environment }),
  );
}

/** What is known behind a state of JSONata: its `Output`, or what it gave. */
export function behindJsonata(
  state: AslState,
  environment: Environment,
  given: { readonly result?: Term; readonly error?: Term },
): Environment {
  const json = fieldOf(state, "Output");
  const plain = given.result ?? given.error ?? documentOf(environment);
  const output = json === undefined ? plain : payloadOf(state, { json, at: [...state.at, "Output"] }, { environment, ...given });

  return withDocument(withValues(environment, assignedOf(state, environment, given)), output);
}

/** The variables a state assigns. */
export function assignedOf(
  state: AslState,
  environment: Environment,
  given: { readonly document?: Term; readonly result?: Term; readonly error?: Term },
): readonly (readonly [string, Term])[] {
  const json = fieldOf(state, "Assign") ?? {};
  const at = [...state.at, "Assign"];
  if (!isJsonObject(json)) throw new Refusal(at, `"Assign" of "${state.id}" is no object.`, "Name the variables it assigns.");

  return membersOf(state, { json, at }, { environment, ...given }).map(([name, term]) => [`$${name}`, term]);
}

function selectedOf(state: AslState, environment: Environment, result: Term): Term {
  const json = fieldOf(state, "ResultSelector");

  return json === undefined ? result : payloadOf(state, { json, at: [...state.at, "ResultSelector"] }, { environment, document: result });
}

/** The document with a result written into it at the `ResultPath` of a state; null throws the result away. */
export function writtenTo(state: AslState, input: Term, value: Term): Term {
  const path = fieldOf(state, "ResultPath");
  if (path === null) return input;
  if (typeof path !== "string" || path === "$") return value;
  const target = pathOf(parseJsonPath(path));
  if (target?.root === "$") return writeMember(input, target.names, { value, note: state.machine.session.noteRead });

  tellOf(state, "ResultPath", {
    kind: "dropped",
    what: `The result of "${state.id}" cannot be written to "${path}".`,
    remedy: "Write it to a plain path such as $.result.",
  });
  return input;
}

/** A field that may be a value, or under its name with "Path" a path; nothing when it is neither. */
export function pathOrPayload(state: AslState, environment: Environment, field: string): Term {
  const path = textOf(state, `${field}Path`);
  if (path !== undefined) {
    const document = inputOf(state, environment);
    return pathValue(state, { text: path, at: [...state.at, `${field}Path`] }, { environment, document });
  }
  const json = fieldOf(state, field);

  return json === undefined ? NOTHING : payloadOf(state, { json, at: [...state.at, field] }, { environment });
}

/** Comments go beside the state. */
export function keepComment(state: AslState): void {
  const comment = textOf(state, "Comment");
  if (comment !== undefined) state.machine.session.comments.set(state.name, comment);
}
