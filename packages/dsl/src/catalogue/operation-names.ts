import { NAME } from "../schema/patterns.ts";
import type { DescribedOperation } from "./description/described-operations.ts";

const NAME_LENGTH_MAX = 64;
const VALID = new RegExp(NAME);

/** A name of the language for each operation, in their order: its operationId where it has one, else method and path. */
export function nameOperations<Named extends Spoken>(operations: readonly Named[]): readonly (readonly [name: string, operation: Named])[] {
  const taken = new Set<string>();

  return operations.map((operation) => {
    const isTelling = operation.id !== null && /[A-Za-z\d]/.test(operation.id);
    const name = freeName(nameFrom(isTelling ? operation.id : spokenPath(operation)), taken);
    taken.add(name);
    return [name, operation];
  });
}

type Spoken = Pick<DescribedOperation, "id" | "method" | "path">;

/** The words of a name in lower case: `createPet`, `create_pet` and `pets/create-pet` alike. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

// Of a text with at least one letter or digit.
function nameFrom(text: string): string {
  if (VALID.test(text)) return text;

  const [first = "", ...rest] = text.split(/[^A-Za-z\d]+/).filter((word) => word !== "");
  const joined = [first.slice(0, 1).toLowerCase() + first.slice(1), ...rest.map(capital)].join("").slice(0, NAME_LENGTH_MAX);
  const name = /^\d/.test(joined) ? `op${joined}`.slice(0, NAME_LENGTH_MAX) : joined;

  // A word of CEL, such as "import", is none.
  return VALID.test(name) ? name : `${name}It`;
}

/** `GET /pets/{id}` as `getPetsById`. */
function spokenPath({ method, path }: Spoken): string {
  const segments = path.split("/").filter((segment) => segment !== "");

  return [method.toLowerCase(), ...segments.map((segment) => segment.replaceAll(/\{([^{}]+)\}/g, " by $1 "))].join(" ");
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(numbered(wanted, number))) number += 1;

  return numbered(wanted, number);
}

function numbered(name: string, number: number): string {
  return `${name.slice(0, NAME_LENGTH_MAX - 4)}${number}`;
}
