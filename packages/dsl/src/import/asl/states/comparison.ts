import { isJsonObject, type Json } from "@skald/shared";
import { parseJsonPath } from "../../query/json-path.ts";
import { type Query, type QueryOperator, unknown } from "../../query/query.ts";
import { Refusal } from "../../session.ts";
import { type AslState, entriesOf, fieldOf, textOf } from "../machine.ts";

const RULES_DEEP_MAX = 30;
/** What stands in a rule beside its test. */
const BESIDE: ReadonlySet<string> = new Set(["Variable", "Next", "Comment", "Assign"]);
const JOINED: ReadonlyMap<string, QueryOperator> = new Map([
  ["And", "&&"],
  ["Or", "||"],
]);

/**
 * A rule of a Choice as a query: `And`, `Or`, `Not`, or the comparison of a variable.
 *
 * @throws Refusal when it does not make exactly one test that the language has.
 */
export function conditionOf(rule: AslState, depth = 0): Query {
  if (depth > RULES_DEEP_MAX) return unknown("its rules are nested too deeply");
  const [test, another] = Object.keys(rule.json).filter((field) => !BESIDE.has(field));
  if (test === undefined || another !== undefined)
    throw new Refusal(
      rule.at,
      `A rule of "${rule.id}" makes ${test === undefined ? "no test" : `the tests "${test}" and "${another}"`}.`,
      "Make one test in a rule; join several with And or Or.",
    );
  const operator = JOINED.get(test);
  if (operator !== undefined) return joined(rule, { test, operator, depth });
  if (test === "Not") return { kind: "not", of: conditionOf(ruleInside(rule), depth + 1) };

  return comparisonOf(rule, test);
}

interface Joining {
  readonly test: string;
  readonly operator: QueryOperator;
  readonly depth: number;
}

function joined(rule: AslState, { test, operator, depth }: Joining): Query {
  const [first, ...others] = entriesOf(rule, test).map((each) => conditionOf(each, depth + 1));
  if (first === undefined) throw new Refusal([...rule.at, test], `"${test}" of a rule of "${rule.id}" joins nothing.`, "Give it rules.");

  return others.reduce((left, right) => ({ kind: "binary", operator, left, right }), first);
}

function ruleInside(rule: AslState): AslState {
  const json = fieldOf(rule, "Not");
  const at = [...rule.at, "Not"];
  if (isJsonObject(json)) return { ...rule, json, at };

  throw new Refusal(at, `"Not" of a rule of "${rule.id}" is no rule.`, "Give it one rule.");
}

interface Comparison {
  readonly operator: QueryOperator;
  readonly type: "String" | "Numeric" | "Boolean" | "Timestamp";
}

const OPERATORS: readonly (readonly [string, QueryOperator])[] = [
  ["Equals", "=="],
  ["LessThan", "<"],
  ["LessThanEquals", "<="],
  ["GreaterThan", ">"],
  ["GreaterThanEquals", ">="],
];

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ["BooleanEquals", { operator: "==", type: "Boolean" }],
  ...(["String", "Numeric", "Timestamp"] as const).flatMap((type) =>
    OPERATORS.map(([name, operator]): readonly [string, Comparison] => [`${type}${name}`, { operator, type }]),
  ),
]);

function comparisonOf(rule: AslState, name: string): Query {
  const path = textOf(rule, "Variable");
  if (path === undefined)
    throw new Refusal(rule.at, `A rule of "${rule.id}" compares no "Variable".`, "Give it the path that is compared.");
  const variable = parseJsonPath(path);
  const test = TESTS.get(name);
  if (test !== undefined) return comparedValue(rule, name, "boolean") ? test(variable) : { kind: "not", of: test(variable) };
  if (name === "StringMatches")
    return call("matches", variable, { kind: "literal", value: patternOf(comparedValue(rule, name, "string")) });

  const known = COMPARISONS.get(name.replace(/Path$/, ""));
  if (known === undefined)
    throw new Refusal([...rule.at, name], `"${name}" in a rule of "${rule.id}" is no comparison.`, "Correct its name.");
  const right: Query = name.endsWith("Path")
    ? parseJsonPath(comparedValue(rule, name, "string"))
    : { kind: "literal", value: comparedValue(rule, name, VALUES[known.type]) };
  const asTime = (of: Query): Query => (known.type === "Timestamp" ? call("timestamp", of) : of);

  return { kind: "binary", operator: known.operator, left: asTime(variable), right: asTime(right) };
}

const VALUES = { String: "string", Numeric: "number", Boolean: "boolean", Timestamp: "string" } as const;

interface Values {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
}

function comparedValue<Kind extends keyof Values>(rule: AslState, name: string, kind: Kind): Values[Kind] {
  const value: Json | undefined = fieldOf(rule, name);
  if (isOf(value, kind)) return value;

  throw new Refusal(
    [...rule.at, name],
    `"${name}" in a rule of "${rule.id}" compares with ${JSON.stringify(value)}, which is no ${kind}.`,
    `Compare with a ${kind}, or use another comparison.`,
  );
}

function isOf<Kind extends keyof Values>(value: unknown, kind: Kind): value is Values[Kind] {
  return typeof value === kind;
}

function call(name: "matches" | "timestamp" | "string", ...given: readonly Query[]): Query {
  return { kind: "call", name, given };
}

const TIMESTAMP = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})$";

const TESTS: ReadonlyMap<string, (variable: Query) => Query> = new Map<string, (variable: Query) => Query>([
  ["IsPresent", (of) => ({ kind: "isPresent", of })],
  ["IsNull", (of) => ({ kind: "isType", of, type: "null" })],
  ["IsString", (of) => ({ kind: "isType", of, type: "string" })],
  ["IsNumeric", (of) => ({ kind: "isType", of, type: "double" })],
  ["IsBoolean", (of) => ({ kind: "isType", of, type: "bool" })],
  [
    "IsTimestamp",
    (of) => ({
      kind: "binary",
      operator: "&&",
      left: { kind: "isType", of, type: "string" },
      right: call("matches", call("string", of), { kind: "literal", value: TIMESTAMP }),
    }),
  ],
]);

// `*` stands for anything, `\*` for itself; everything else is meant as it is written.
function patternOf(wildcard: string): string {
  const pieces = wildcard.split(/(\\[\s\S]|\*)/).map((piece) => {
    if (piece === "*") return ".*";
    return piece.replace(/^\\(?=[\s\S])/, "").replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  });

  return `^${pieces.join("")}$`;
}
