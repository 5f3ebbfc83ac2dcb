import type { JsonObject } from "@skald/shared";
import { parseJsonPath } from "../query/json-path.ts";
import { type Query, type QueryOperator, unknown } from "../query/query.ts";
import { objectsOf } from "./machine.ts";

/** A rule of a Choice as a query: `And`, `Or`, `Not`, or the comparison of a variable. */
export function conditionOf(rule: JsonObject, depth = 0): Query {
  if (depth > RULES_DEEP_MAX) return unknown("its rules are nested too deeply");
  const all = (field: string, operator: QueryOperator): Query =>
    objectsOf(rule[field])
      .map((each) => conditionOf(each, depth + 1))
      .reduce((left, right) => ({ kind: "binary", operator, left, right }));
  if (objectsOf(rule["And"]).length > 0) return all("And", "&&");
  if (objectsOf(rule["Or"]).length > 0) return all("Or", "||");
  const inner = rule["Not"];
  if (typeof inner === "object" && inner !== null) return { kind: "not", of: conditionOf(inner as JsonObject, depth + 1) };
  const variable = typeof rule["Variable"] === "string" ? parseJsonPath(rule["Variable"]) : unknown("the rule has no Variable");
  const operator = Object.keys(rule).find(
    (field) => field !== "Variable" && field !== "Next" && field !== "Comment" && field !== "Assign" && field !== "Output",
  );

  return operator === undefined ? unknown("the rule compares nothing") : comparisonOf(operator, variable, rule[operator] ?? null);
}

const RULES_DEEP_MAX = 30;

const OPERATORS: Readonly<Record<string, QueryOperator>> = {
  Equals: "==",
  LessThan: "<",
  LessThanEquals: "<=",
  GreaterThan: ">",
  GreaterThanEquals: ">=",
};

const COMPARISON = /^(String|Numeric|Boolean|Timestamp)(Equals|LessThan|LessThanEquals|GreaterThan|GreaterThanEquals)(Path)?$/;

function comparisonOf(name: string, variable: Query, value: JsonObject[string]): Query {
  const test = TESTS[name];
  if (test !== undefined) return value === false ? { kind: "not", of: test(variable) } : test(variable);
  if (name === "StringMatches" && typeof value === "string")
    return { kind: "call", name: "matches", given: [variable, { kind: "literal", value: patternOf(value) }] };

  const [, type, comparison = "", path] = COMPARISON.exec(name) ?? [];
  if (type === undefined) return unknown(`"${name}" is no comparison`);
  const right: Query = path === undefined ? { kind: "literal", value } : parseJsonPath(String(value));
  const asTime = (of: Query): Query => (type === "Timestamp" ? { kind: "call", name: "timestamp", given: [of] } : of);
  if (type === "Boolean" && path === undefined && comparison === "Equals") return { kind: "binary", operator: "==", left: variable, right };

  return { kind: "binary", operator: OPERATORS[comparison] ?? "==", left: asTime(variable), right: asTime(right) };
}

const TIMESTAMP = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})$";

const TESTS: Readonly<Record<string, (variable: Query) => Query>> = {
  IsPresent: (of) => ({ kind: "isPresent", of }),
  IsNull: (of) => ({ kind: "isType", of, type: "null" }),
  IsString: (of) => ({ kind: "isType", of, type: "string" }),
  IsNumeric: (of) => ({ kind: "isType", of, type: "double" }),
  IsBoolean: (of) => ({ kind: "isType", of, type: "bool" }),
  IsTimestamp: (of) => ({
    kind: "binary",
    operator: "&&",
    left: { kind: "isType", of, type: "string" },
    right: {
      kind: "call",
      name: "matches",
      given: [
        { kind: "call", name: "string", given: [of] },
        { kind: "literal", value: TIMESTAMP },
      ],
    },
  }),
};

// `*` stands for anything, `\*` for itself; everything else is meant as it is written.
function patternOf(wildcard: string): string {
  const pieces = wildcard.split(/(\\[\s\S]|\*)/).map((piece) => {
    if (piece === "*") return ".*";
    return piece.replace(/^\\(?=[\s\S])/, "").replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  });

  return `^${pieces.join("")}$`;
}
