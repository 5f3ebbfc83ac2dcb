import { Refusal } from "../../session.ts";
import { type AslState, fieldOf, isComputed, tellOf } from "../machine.ts";
import { ALL_FIELDS, EXCLUSIVE, FIELDS, NUMBERS, STATE_TYPES, type StateType } from "./field-tables.ts";

/**
 * The type of a state, once it has the fields of that type, each once and with a value it may have. A field that the
 * language knows and that means nothing where it stands is a mistake of the source; one that it does not know is
 * another tool's.
 *
 * @throws Refusal at the first thing that breaks a rule.
 */
export function typeOf(state: AslState): StateType {
  const given = fieldOf(state, "Type") ?? null;
  const type = STATE_TYPES.find((each) => each === given);
  if (type === undefined)
    throw new Refusal(
      [...state.at, "Type"],
      `The state "${state.id}" has the type ${JSON.stringify(given)}, which the Amazon States Language does not know.`,
      "Use Task, Pass, Choice, Wait, Parallel, Map, Succeed or Fail.",
    );
  for (const field of Object.keys(state.json)) checkPresence(state, field, type);
  for (const [first, second] of EXCLUSIVE)
    if (fieldOf(state, first) !== undefined && fieldOf(state, second) !== undefined)
      throw new Refusal([...state.at, second], `"${state.id}" has both "${first}" and "${second}".`, "Keep the one that is meant.");
  for (const [field, least, most] of NUMBERS) checkNumber(state, field, { least, most });
  for (const field of FIELDS[type].paths) checkPath(state, field);

  return type;
}

function checkPresence(state: AslState, field: string, type: StateType): void {
  const { always, paths, jsonata } = FIELDS[type];
  if (always.includes(field) || (state.usesJsonata ? jsonata : paths).includes(field)) return;
  if (!ALL_FIELDS.has(field))
    return tellOf(state, field, {
      kind: "dropped",
      what: `"${field}" of "${state.id}" is no field of the Amazon States Language; it is not read.`,
      remedy: "Correct its name, or leave it out.",
    });
  if (!(state.usesJsonata ? paths : jsonata).includes(field))
    throw new Refusal(
      [...state.at, field],
      `"${state.id}" has "${field}", and a ${type} has no such field.`,
      "Leave it out, or correct the type of the state.",
    );

  const [read, other] = state.usesJsonata ? ["JSONata", "JSONPath"] : ["JSONPath", "JSONata"];
  throw new Refusal(
    [...state.at, field],
    `"${state.id}" has "${field}", a field of ${other}, and its expressions are ${read}.`,
    `Write the field that ${read} has, or correct "QueryLanguage".`,
  );
}

function checkNumber(state: AslState, field: string, { least, most }: { readonly least: number; readonly most: number }): void {
  const value = fieldOf(state, field);
  if (value === undefined || isComputed(value) || (typeof value === "number" && value >= least && value <= most)) return;

  throw new Refusal(
    [...state.at, field],
    `"${field}" of "${state.id}" is ${JSON.stringify(value)}, and must be a number from ${least} to ${most}.`,
    "Give such a number.",
  );
}

// `null` has a meaning for the paths that shape a document: nothing is taken, or nothing is written.
function checkPath(state: AslState, field: string): void {
  const value = fieldOf(state, field);
  if (!field.endsWith("Path") || value === undefined || typeof value === "string" || (value === null && NULLABLE.includes(field))) return;

  throw new Refusal([...state.at, field], `"${field}" of "${state.id}" is ${JSON.stringify(value)}, which is no path.`, "Write a path.");
}

const NULLABLE: readonly string[] = ["InputPath", "OutputPath", "ResultPath", "ItemsPath"];
