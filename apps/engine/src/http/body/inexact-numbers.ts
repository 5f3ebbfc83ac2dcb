import { isJsonArray, isJsonObject, type Json } from "@skald/shared";

/** A number whose text a double would change. `at` is a JSON pointer. */
export interface InexactNumber {
  readonly at: string;
  readonly source: string;
}

type Reviver = (this: unknown, key: string, value: Json, context: { readonly source?: string }) => Json;

/** The numbers of a JSON text that would not come back as they were written. */
export function inexactNumbers(text: string): readonly InexactNumber[] {
  const sources = new Map<unknown, Map<string, string>>();
  const remember: Reviver = function (key, value, { source }) {
    if (typeof value === "number" && source !== undefined && !isExact(source, value)) {
      const known = sources.get(this) ?? new Map<string, string>();
      sources.set(this, known.set(key, source));
    }
    return value;
  };
  const root: Json = JSON.parse(text, remember as (this: unknown, key: string, value: unknown) => unknown) as Json;
  if (sources.size === 0) return [];
  if (typeof root === "number") return [{ at: "", source: text.trim() }];

  return placesOf(root, "", sources);
}

/** Equal as decimal numbers: 1.0 is 1, and 0.1 is what prints as 0.1. */
function isExact(source: string, value: number): boolean {
  return Number.isFinite(value) && normalise(source) === normalise(String(value));
}

/** Sign, digits without zeros at either end, and the power of ten of the last digit. */
function normalise(text: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const trimmed = digits.replace(/0+$/, "");
  if (trimmed === "") return "0";

  return `${sign}${trimmed}e${Number(exponent) - fraction.length + (digits.length - trimmed.length)}`;
}

function placesOf(value: Json, at: string, sources: ReadonlyMap<unknown, ReadonlyMap<string, string>>): readonly InexactNumber[] {
  if (!isJsonArray(value) && !isJsonObject(value)) return [];

  const own = [...(sources.get(value) ?? [])].map(([key, source]) => ({ at: `${at}/${escapePointer(key)}`, source }));
  const inner = Object.entries(value).flatMap(([key, child]) => placesOf(child as Json, `${at}/${escapePointer(key)}`, sources));
  return [...own, ...inner];
}

function escapePointer(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
