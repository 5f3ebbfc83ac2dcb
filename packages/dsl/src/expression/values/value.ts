import { fail } from "./failure.ts";

// Values while an expression runs are plain JSON plus four kinds JSON does not have. Those are told apart by
// a symbol, which no JSON text can contain, and keep their content under symbols, so that no member access
// of an expression can reach inside them.

const KIND: unique symbol = Symbol("kind");
const CONTENT: unique symbol = Symbol("content");

/** What a value is, in the words of the language. `unsupported` is anything that is no JSON and not ours. */
export type ValueKind =
  | "null"
  | "bool"
  | "number"
  | "string"
  | "list"
  | "map"
  | "timestamp"
  | "duration"
  | "optional"
  | "type"
  | "unsupported";

/** The kinds that an expression can make. */
export type KnownKind = Exclude<ValueKind, "unsupported">;

/** An instant (`[CONTENT]`: milliseconds since 1970) or a length of time (milliseconds). */
export interface TimeValue {
  readonly [KIND]: "timestamp" | "duration";
  readonly [CONTENT]: number;
}

/** A value that may be missing: undefined is `none`. */
export interface OptionalValue {
  readonly [KIND]: "optional";
  readonly [CONTENT]: unknown;
}

/** What `type(x)` answers. */
export interface TypeValue {
  readonly [KIND]: "type";
  readonly [CONTENT]: string;
}

/** The kind of any value. Only own data of plain objects and lists counts as map and list. */
export function kindOf(value: unknown): ValueKind {
  switch (typeof value) {
    case "string":
      return "string";
    case "number":
      return "number";
    case "boolean":
      return "bool";
    case "object":
      return value === null ? "null" : kindOfObject(value);
    default:
      return "unsupported";
  }
}

function kindOfObject(value: object): ValueKind {
  if (Array.isArray(value)) return "list";
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) return Object.hasOwn(value, KIND) ? (value as TimeValue | OptionalValue | TypeValue)[KIND] : "map";

  // A plain object of any realm: its prototype is the root of its chain.
  return Object.getPrototypeOf(prototype) === null ? "map" : "unsupported";
}

function tagged<T extends TimeValue | OptionalValue | TypeValue>(kind: T[typeof KIND], content: T[typeof CONTENT]): T {
  const value = Object.create(null) as { [KIND]: string; [CONTENT]: unknown };
  value[KIND] = kind;
  value[CONTENT] = content;

  return value as unknown as T;
}

const INSTANT_FIRST_MS = Date.parse("0001-01-01T00:00:00.000Z");
const INSTANT_LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");

/** A timestamp of the years 1 to 9999, the range of RFC 3339. */
export function timestampValue(ms: number): TimeValue {
  if (!(ms >= INSTANT_FIRST_MS && ms <= INSTANT_LAST_MS)) fail("EXPRESSION_FAILED", "The timestamp is outside the years 1 to 9999.");

  return tagged<TimeValue>("timestamp", Math.trunc(ms));
}

/** A duration; it may be negative, as the difference of two timestamps. */
export function durationValue(ms: number): TimeValue {
  return tagged<TimeValue>("duration", ms);
}

/** Milliseconds of a timestamp or duration. */
export function msOf(value: unknown): number {
  return (value as TimeValue)[CONTENT];
}

/** An optional that holds `value`; undefined makes `none`. */
export function optionalValue(value: unknown): OptionalValue {
  return tagged<OptionalValue>("optional", value);
}

/** What an optional holds, undefined for `none`. */
export function contentOf(value: unknown): unknown {
  return (value as OptionalValue)[CONTENT];
}

/** The type value of a name, such as `string`. */
function typeValue(name: string): TypeValue {
  return tagged<TypeValue>("type", name);
}

/** The name a type value stands for. */
export function typeNameOf(value: unknown): string {
  return (value as TypeValue)[CONTENT];
}

/** Names of types and the one value each of them means. CEL's three number types are one here. */
export const TYPE_NAMES: ReadonlyMap<string, TypeValue> = new Map(
  Object.entries({
    int: "double",
    uint: "double",
    double: "double",
    string: "string",
    bool: "bool",
    list: "list",
    map: "map",
    null_type: "null_type",
    type: "type",
  }).map(([name, meaning]) => [name, typeValue(meaning)]),
);

const NAME_OF_KIND: Readonly<Record<string, string>> = {
  number: "double",
  null: "null_type",
  timestamp: "google.protobuf.Timestamp",
  duration: "google.protobuf.Duration",
};

/** The type of a value, as `type(x)` answers it. */
export function typeOfValue(value: unknown): TypeValue {
  const kind = kindOf(value);

  return typeValue(NAME_OF_KIND[kind] ?? kind);
}
