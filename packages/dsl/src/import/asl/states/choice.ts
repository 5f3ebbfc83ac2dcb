import type { Json } from "@skald/shared";
import type { Built, Environment, FlowEdge, FlowNode } from "../../flow/flow.ts";
import { mayGive } from "../../query/check-cel.ts";
import type { Query } from "../../query/query.ts";
import { Refusal } from "../../session.ts";
import { celOf, expressionOf } from "../../term/render-term.ts";
import { literal, type Term } from "../../term/term.ts";
import { behindNothing, inputOf } from "../data/data-flow.ts";
import { payloadOf, resolved } from "../data/values.ts";
import { type AslState, entriesOf, fieldOf, leadOf, tellOf } from "../machine.ts";
import { conditionOf } from "./comparison.ts";

/** A Choice: a `switch`. Without a `Default` the source fails, and so does the saga. */
export function choiceNode(state: AslState): FlowNode {
  const rules = rulesOf(state);
  const fallback = fieldOf(state, "Default") === undefined ? noMatch(state) : leadOf(state, "Default");
  const edges = [...rules.map(({ edge }) => edge), { id: "default", to: fallback, isNext: false }];

  return { id: state.id, at: state.at, edges, build: (entry) => builtChoice(state, entry, rules) };
}

/** The id of the node that fails where no choice matches. */
function noMatch(state: AslState): string {
  return `${state.id}\nno match`;
}

/** The node that fails where no choice matches. */
export function noMatchNode(state: AslState): FlowNode {
  const error = { type: "States.NoChoiceMatched", detail: `No choice of ${state.id.replaceAll("${", "")} fits.` };

  return {
    id: noMatch(state),
    at: state.at,
    edges: [],
    build: (entry) => ({ leave: () => entry, state: () => ({ type: "fail", error }) }),
  };
}

interface Rule {
  readonly edge: FlowEdge;
  readonly when: (entry: Environment) => string;
  readonly behind: (entry: Environment) => Environment;
}

function rulesOf(state: AslState): readonly Rule[] {
  const rules = entriesOf(state, "Choices");
  if (rules.length === 0) throw new Refusal(state.at, `The state "${state.id}" has no "Choices".`, "Give it rules.");

  return rules.map((rule, index) => ({
    edge: { id: `case ${index}`, to: leadOf(rule, "Next"), isNext: false },
    when: rule.usesJsonata ? jsonataCondition(rule) : pathCondition(state, rule, conditionOf(rule)),
    behind: (entry) => behindNothing(besideRule(state, rule), entry),
  }));
}

// What the state itself assigns and gives belongs to the way on which no rule fits.
function besideRule(state: AslState, rule: AslState): AslState {
  const { Assign: _, Output: __, ...around } = state.json;

  return { ...rule, json: { ...around, ...rule.json } };
}

function builtChoice(state: AslState, entry: Environment, rules: readonly Rule[]): Built {
  const cases = rules.map(({ edge, when }): readonly [string, string] => [edge.id, when(entry)]);

  return {
    leave: (edge) => rules.find((rule) => rule.edge.id === edge)?.behind(entry) ?? behindNothing(state, entry),
    state: (way) => ({
      type: "switch",
      cases: cases.map(([edge, when]): Json => ({ when, next: way(edge).next })),
      default: way("default").next,
    }),
  };
}

function jsonataCondition(rule: AslState): Rule["when"] {
  const json = fieldOf(rule, "Condition");
  const at = [...rule.at, "Condition"];
  if (typeof json !== "string" && typeof json !== "boolean")
    throw new Refusal(rule.at, `A rule of "${rule.id}" has no "Condition".`, "Give it an expression of JSONata.");

  return (environment) => boolText(rule, at, payloadOf(rule, { json, at }, { environment }));
}

function pathCondition(state: AslState, rule: AslState, query: Query): Rule["when"] {
  const { Next: _, ...test } = rule.json;
  const source = { text: JSON.stringify(test), at: rule.at };

  return (environment) =>
    boolText(rule, rule.at, resolved(rule, query, { source, readable: { environment, document: inputOf(state, environment) } }));
}

// What cannot be said is told; a case that is never taken is the only honest thing to write.
function boolText(rule: AslState, at: AslState["at"], term: Term): string {
  if (term.kind === "literal" && term.value === null) return expressionOf(literal(false));
  if (mayGive(celOf(term), "bool")) return expressionOf(term);
  tellOf({ ...rule, at }, [], {
    kind: "dropped",
    what: `A rule of "${rule.id}" is no condition; it is never taken.`,
    remedy: "Write a condition that is true or false.",
  });

  return expressionOf(literal(false));
}
