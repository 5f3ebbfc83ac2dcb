import { isUuid, uuidV5 } from "@skald/shared";
import { type Frame, matchPattern, readOwn, readScope, spend, spendFor } from "./evaluate/frame.ts";
import { add as addNumbers, integerFromText, numberFromText, round, truncate } from "./numbers.ts";
import { compareValues } from "./values/equality.ts";
import { fail } from "./values/failure.ts";
import { formatIsoDuration, formatTimestamp, requireDuration, requireTimestamp, wallClock } from "./values/times.ts";
import { contentOf, type KnownKind, kindOf, msOf, optionalValue, timestampValue, typeOfValue, type ValueKind } from "./values/value.ts";

/** What a function takes at one place. */
type ParameterKind = ValueKind | "any";

/** One overload of a function. A method takes its receiver as the first argument. */
export interface LibraryFunction {
  readonly parameters: readonly ParameterKind[];
  readonly returns: KnownKind | "dyn" | "list<string>";
  readonly call: (given: readonly unknown[], frame: Frame) => unknown;
}

/** The overloads of a function (`receiver` false) or method, for any number of arguments. Empty: no such function. */
export function findFunctions(name: string, isMethod: boolean): readonly LibraryFunction[] {
  return (isMethod ? METHODS : FUNCTIONS).get(name) ?? [];
}

/** Names of all functions, or of all methods, for suggestions and completion. */
export function functionNames(isMethod: boolean): readonly string[] {
  return [...(isMethod ? METHODS : FUNCTIONS).keys()].concat(isMethod ? MACRO_METHODS : ["has"]);
}

const MACRO_METHODS: readonly string[] = ["all", "exists", "exists_one", "map", "filter", "or", "orValue"];

/** A literal argument is checked by calling the function before anything runs. */
export const CHECKED_LITERALS: ReadonlySet<string> = new Set(["duration", "timestamp", "int", "uint", "double", "bool"]);

type Overload = readonly [parameters: readonly ParameterKind[], returns: LibraryFunction["returns"], call: LibraryFunction["call"]];
type Library = ReadonlyMap<string, readonly LibraryFunction[]>;

function libraryFrom(entries: Readonly<Record<string, readonly Overload[]>>): Library {
  return new Map(
    Object.entries(entries).map(([name, overloads]) => [
      name,
      overloads.map(([parameters, returns, call]) => ({ parameters, returns, call })),
    ]),
  );
}

const identity: LibraryFunction["call"] = ([value]) => value;
const text = (value: unknown): string => value as string;
const number = (value: unknown): number => value as number;
const list = (value: unknown): readonly unknown[] => value as readonly unknown[];

const SIZE: readonly Overload[] = [
  [["string"], "number", ([value], frame) => countCodePoints(text(value), frame)],
  [["list"], "number", ([value]) => list(value).length],
  [["map"], "number", ([value]) => Object.keys(value as object).length],
];

const MATCHES: readonly Overload[] = [
  [["string", "string"], "bool", ([value, pattern], frame) => matchPattern(frame, text(value), text(pattern))],
];
const SUM: readonly Overload[] = [[["list"], "number", ([values], frame) => sumOf(list(values), frame)]];
const MIN: readonly Overload[] = [[["list"], "dyn", ([values], frame) => extremeOf(list(values), frame, "min")]];
const MAX: readonly Overload[] = [[["list"], "dyn", ([values], frame) => extremeOf(list(values), frame, "max")]];

function several(which: "min" | "max"): readonly Overload[] {
  const counts = [2, 3, 4];
  return counts.map((count) => [
    Array.from({ length: count }, () => "any" as const),
    "dyn",
    (given, frame) => extremeOf(given, frame, which),
  ]);
}

const FUNCTIONS: Library = libraryFrom({
  size: SIZE,
  matches: MATCHES,
  sum: SUM,
  min: [...MIN, ...several("min")],
  max: [...MAX, ...several("max")],
  round: [[["number"], "number", ([value]) => round(number(value))]],
  int: [
    [["number"], "number", ([value]) => truncate(number(value))],
    [["string"], "number", ([value]) => integerFromText(text(value))],
    [["timestamp"], "number", ([value]) => Math.floor(msOf(value) / 1000)],
  ],
  uint: [
    [["number"], "number", ([value]) => requireUnsigned(truncate(number(value)))],
    [["string"], "number", ([value]) => requireUnsigned(integerFromText(text(value)))],
  ],
  double: [
    [["number"], "number", identity],
    [["string"], "number", ([value]) => numberFromText(text(value))],
  ],
  string: [
    [["string"], "string", identity],
    [["number"], "string", ([value]) => String(value)],
    [["bool"], "string", ([value]) => String(value)],
    [["timestamp"], "string", ([value]) => formatTimestamp(msOf(value))],
    [["duration"], "string", ([value]) => formatIsoDuration(msOf(value))],
  ],
  bool: [
    [["bool"], "bool", identity],
    [["string"], "bool", ([value]) => boolFromText(text(value))],
  ],
  timestamp: [
    [["timestamp"], "timestamp", identity],
    [["string"], "timestamp", ([value]) => requireTimestamp(text(value))],
    [["number"], "timestamp", ([value]) => timestampValue(number(value) * 1000)],
  ],
  duration: [
    [["duration"], "duration", identity],
    [["string"], "duration", ([value]) => requireDuration(text(value))],
  ],
  dyn: [[["any"], "dyn", identity]],
  type: [[["any"], "type", ([value]) => typeOfValue(value)]],
  id: [[["string"], "string", ([name], frame) => sagaId(text(name), frame)]],
  "optional.of": [[["any"], "optional", ([value]) => optionalValue(value)]],
  "optional.none": [[[], "optional", () => optionalValue(undefined)]],
});

const TIMESTAMP_FIELDS: Readonly<Record<string, (local: Date) => number>> = {
  getFullYear: (local) => local.getUTCFullYear(),
  getMonth: (local) => local.getUTCMonth(),
  getDate: (local) => local.getUTCDate(),
  getDayOfMonth: (local) => local.getUTCDate() - 1,
  getDayOfWeek: (local) => local.getUTCDay(),
  getDayOfYear: (local) => Math.floor((local.getTime() - new Date(local).setUTCMonth(0, 1)) / 86_400_000),
  getHours: (local) => local.getUTCHours(),
  getMinutes: (local) => local.getUTCMinutes(),
  getSeconds: (local) => local.getUTCSeconds(),
  getMilliseconds: (local) => local.getUTCMilliseconds(),
};

// A whole duration in one unit, cut off towards zero, as CEL has it.
const DURATION_UNITS_MS: Readonly<Record<string, number>> = {
  getHours: 3_600_000,
  getMinutes: 60_000,
  getSeconds: 1000,
  getMilliseconds: 1,
};

// Looking up a named zone costs about as much as a hundred other operations.
const ZONE_OPERATIONS = 100;

function timeMethods(): Record<string, readonly Overload[]> {
  return Object.fromEntries(
    Object.entries(TIMESTAMP_FIELDS).map(([name, field]) => {
      const ofTimestamp: readonly Overload[] = [
        [["timestamp"], "number", ([value]) => field(wallClock(msOf(value), "UTC"))],
        [
          ["timestamp", "string"],
          "number",
          ([value, zone], frame) => {
            spend(frame, ZONE_OPERATIONS);
            return field(wallClock(msOf(value), text(zone)));
          },
        ],
      ];
      const unitMs = DURATION_UNITS_MS[name];
      if (unitMs === undefined) return [name, ofTimestamp];
      const ofDuration: Overload = [["duration"], "number", ([value]) => truncate(msOf(value) / unitMs)];
      return [name, [...ofTimestamp, ofDuration]];
    }),
  );
}

const METHODS: Library = libraryFrom({
  size: SIZE,
  matches: MATCHES,
  sum: SUM,
  min: MIN,
  max: MAX,
  contains: [[["string", "string"], "bool", ([value, part], frame) => paid(frame, value).includes(text(part))]],
  startsWith: [[["string", "string"], "bool", ([value, start], frame) => paid(frame, value).startsWith(text(start))]],
  endsWith: [[["string", "string"], "bool", ([value, end], frame) => paid(frame, value).endsWith(text(end))]],
  lowerAscii: [[["string"], "string", ([value], frame) => paid(frame, value).replaceAll(/[A-Z]+/g, (run) => run.toLowerCase())]],
  upperAscii: [[["string"], "string", ([value], frame) => paid(frame, value).replaceAll(/[a-z]+/g, (run) => run.toUpperCase())]],
  trim: [[["string"], "string", ([value], frame) => paid(frame, value).trim()]],
  split: [
    [["string", "string"], "list<string>", ([value, separator], frame) => split(paid(frame, value), text(separator), frame)],
    [
      ["string", "string", "number"],
      "list<string>",
      ([value, separator, limit], frame) => splitUpTo(split(paid(frame, value), text(separator), frame), text(separator), number(limit)),
    ],
  ],
  join: [
    [["list"], "string", ([values], frame) => join(list(values), "", frame)],
    [["list", "string"], "string", ([values, separator], frame) => join(list(values), text(separator), frame)],
  ],
  hasValue: [[["optional"], "bool", ([value]) => contentOf(value) !== undefined]],
  value: [[["optional"], "dyn", ([value]) => contentOf(value) ?? requireContent(value)]],
  ...timeMethods(),
});

const CHARACTERS_PER_OPERATION = 64;
const ITEMS_PER_OPERATION = 8;

function paid(frame: Frame, value: unknown): string {
  spendFor(frame, text(value).length, CHARACTERS_PER_OPERATION);

  return text(value);
}

function countCodePoints(value: string, frame: Frame): number {
  let count = 0;
  for (const _ of paid(frame, value)) count += 1;

  return count;
}

function split(value: string, separator: string, frame: Frame): readonly string[] {
  const parts = value.split(separator);
  spendFor(frame, parts.length, ITEMS_PER_OPERATION);

  return parts;
}

/** At most `limit` parts, the last one unsplit; a negative limit is none. */
function splitUpTo(parts: readonly string[], separator: string, limit: number): readonly string[] {
  if (limit === 0) return [];
  if (limit < 0 || parts.length <= limit) return parts;

  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

function join(values: readonly unknown[], separator: string, frame: Frame): string {
  spendFor(frame, values.length, ITEMS_PER_OPERATION);
  const wrong = values.find((value) => typeof value !== "string");
  if (wrong !== undefined) fail("EXPRESSION_FAILED", `join() takes a list of strings, and one item is ${kindOf(wrong)}.`);

  const joined = values.join(separator);
  spendFor(frame, joined.length, CHARACTERS_PER_OPERATION);
  return joined;
}

function sumOf(values: readonly unknown[], frame: Frame): number {
  spendFor(frame, values.length, ITEMS_PER_OPERATION);

  return values.reduce<number>((total, value) => {
    if (typeof value !== "number") return fail("EXPRESSION_FAILED", `sum() takes a list of numbers, and one item is ${kindOf(value)}.`);
    return addNumbers(total, value);
  }, 0);
}

function extremeOf(values: readonly unknown[], frame: Frame, which: "min" | "max"): unknown {
  spendFor(frame, values.length, ITEMS_PER_OPERATION);
  if (values.length === 0) fail("EXPRESSION_FAILED", `${which}() of an empty list has no value.`);
  const sign = which === "min" ? 1 : -1;

  return values.reduce((best, value) => (compareValues(value, best, `${which}()`) * sign < 0 ? value : best));
}

function requireUnsigned(value: number): number {
  return value < 0 ? fail("EXPRESSION_FAILED", `uint() takes no negative number, and this is ${value}.`) : value;
}

const TRUE_TEXTS: ReadonlySet<string> = new Set(["1", "t", "true", "TRUE", "True"]);
const FALSE_TEXTS: ReadonlySet<string> = new Set(["0", "f", "false", "FALSE", "False"]);

function boolFromText(value: string): boolean {
  if (TRUE_TEXTS.has(value)) return true;
  if (FALSE_TEXTS.has(value)) return false;

  return fail("EXPRESSION_FAILED", `"${value.slice(0, 60)}" is neither true nor false.`);
}

function requireContent(optional: unknown): unknown {
  // Null is content; only undefined is none.
  return contentOf(optional) === null ? null : fail("EXPRESSION_FAILED", "The optional holds no value. Use orValue(…).");
}

const NIL_UUID = "00000000-0000-0000-0000-000000000000";

/** UUIDv5 of the saga's id and a name. An id that is no UUID (a simulation's) is made one first, the same way. */
function sagaId(name: string, frame: Frame): string {
  const saga = readOwn(readScope(frame.scope, "saga"), "id");
  if (typeof saga !== "string" || saga === "") return fail("UNKNOWN_NAME", "id() needs saga.id, which is not in scope here.");
  spendFor(frame, name.length, 1);

  return uuidV5(isUuid(saga) ? saga : uuidV5(NIL_UUID, saga), name);
}
