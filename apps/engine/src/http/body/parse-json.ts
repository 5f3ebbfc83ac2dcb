import { isJsonArray, isJsonObject, type Json, ProblemError, type ProblemItem } from "@skald/shared";
import { inexactNumbers } from "./inexact-numbers.ts";
import { scanJson } from "./scan-json.ts";

const DEPTH_MAX = 64;
const RESERVED = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Parses the body of a request. What JSON.parse lets through is refused: reserved and repeated members,
 * deep nesting, and numbers a double cannot hold.
 *
 * @throws ProblemError JSON_INVALID or NUMBER_NOT_EXACT.
 */
export function parseJson(text: string): Json {
  const scan = scanJson(text);
  if (scan.depth > DEPTH_MAX) throw invalid(`The body is nested deeper than ${DEPTH_MAX} levels.`);

  const value = parse(text);
  if (countMembers(value) !== scan.members) throw invalid("An object of the body has two members with the same name.");
  if (scan.hasLongNumber) requireExact(text);
  return value;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new ProblemError("JSON_INVALID", `The body is not JSON: ${cause instanceof Error ? cause.message : "unknown syntax"}.`, {
      cause,
    });
  }
}

function countMembers(value: Json): number {
  if (isJsonArray(value)) return value.reduce<number>((count, item) => count + countMembers(item), 0);
  if (!isJsonObject(value)) return 0;

  let count = 0;
  for (const name of Object.keys(value)) {
    if (RESERVED.has(name)) throw invalid(`The body has a member called "${name}", which is reserved.`);
    count += 1 + countMembers(value[name] ?? null);
  }
  return count;
}

function requireExact(text: string): void {
  const errors = inexactNumbers(text).map(
    ({ at, source }): ProblemItem => ({
      code: "NUMBER_NOT_EXACT",
      message: `${source} cannot be held exactly`,
      at,
      suggestion: `"${source}"`,
    }),
  );
  const [first] = errors;
  if (first === undefined) return;

  throw new ProblemError("NUMBER_NOT_EXACT", `The number at "${first.at ?? ""}" cannot be held exactly; send it as text.`, { errors });
}

function invalid(detail: string): ProblemError {
  return new ProblemError("JSON_INVALID", detail);
}
