import { readFile } from "node:fs/promises";
import { UsageError } from "../command-line/usage-error.ts";

/**
 * The JSON of `--input`: a file, JSON as it stands, or `-` for what is piped in.
 *
 * @throws UsageError when it is none, or when a number in it cannot be held exactly.
 */
export async function readInput(given: string, readStdin: () => Promise<string>): Promise<unknown> {
  const text = await textOf(given, readStdin);
  try {
    return JSON.parse(text, requireExact);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`The input is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

async function textOf(given: string, readStdin: () => Promise<string>): Promise<string> {
  if (given === "-") return readStdin();
  if (/^\s*[[{"]/.test(given)) return given;

  return readFile(given, "utf8").catch(() => {
    throw new UsageError(`"${given}" is neither a file that can be read nor JSON.`);
  });
}

/** Here a long number would be rounded without a word, and the engine could not see it any more. */
function requireExact(key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== "number" || source === undefined || digitsOf(source) === digitsOf(String(value))) return value;

  throw new UsageError(`The number ${source} at "${key}" cannot be held exactly: quote it.`);
}

// Digits and power of ten: 1.50 and 15e-1 are the same number.
function digitsOf(number: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");

  return significant === "" ? "0" : `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
