import type { Json, JsonObject } from "@skald/shared";
import type { Built, Environment, FlowEdge, FlowNode, Way } from "../flow/flow.ts";
import { expressionOf } from "../term/render-term.ts";
import { literal, type Term } from "../term/term.ts";
import { conditionOf } from "./comparison.ts";
import { behindNothing, inputOf } from "./data-flow.ts";
import { type AslState, fieldOf, objectsOf, requireState, textOf } from "./machine.ts";
import { payloadOf, resolved } from "./values.ts";

/** A Choice: a `switch`. Without a `Default` the source fails, and so does the saga. */
export function choiceNode(state: AslState): FlowNode {
  const rules = objectsOf(fieldOf(state, "Choices"));
  const fallback = textOf(state, "Default");
  const edges: readonly FlowEdge[] = [
    ...rules.map((rule, index) => ({
      id: `case ${index}`,
      to: requireState(state, typeof rule["Next"] === "string" ? rule["Next"] : "", ["Choices", index, "Next"]),
      isNext: false,
    })),
    { id: "default", to: fallback === undefined ? noMatch(state) : requireState(state, fallback, ["Default"]), isNext: false },
  ];

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

function builtChoice(state: AslState, entry: Environment, rules: readonly JsonObject[]): Built {
  const whens = rules.map((rule, index) => conditionText(state, entry, { rule, index }));

  return {
    leave: (edge) => behindRule(state, entry, { edge, rules }),
    state: (way) => {
      const fallback = nameOf(way("default"));
      const cases = whens.map((when, index): Json => ({ when, next: nameOf(way(`case ${index}`)) }));
      return { type: "switch", cases: cases.length === 0 ? [{ when: "${ false }", next: fallback }] : cases, default: fallback };
    },
  };
}

// Rules of JSONata may assign and give an output of their own.
function behindRule(
  state: AslState,
  entry: Environment,
  { edge, rules }: { readonly edge: string; readonly rules: readonly JsonObject[] },
): Environment {
  const index = Number(edge.slice("case ".length));
  const rule = edge === "default" ? undefined : rules[index];
  if (rule === undefined || (rule["Assign"] === undefined && rule["Output"] === undefined)) return behindNothing(state, entry);

  return behindNothing({ ...state, json: { ...state.json, ...rule }, at: [...state.at, "Choices", index] }, entry);
}

function conditionText(
  state: AslState,
  environment: Environment,
  { rule, index }: { readonly rule: JsonObject; readonly index: number },
): string {
  const at = [...state.at, "Choices", index];
  const condition = rule["Condition"];
  if (typeof condition === "string") return boolText(payloadOf(state, { json: condition, at: [...at, "Condition"] }, { environment }));

  const { Next: _, ...test } = rule;
  const source = { text: JSON.stringify(test), at };
  return boolText(resolved(state, conditionOf(rule), { source, readable: { environment, document: inputOf(state, environment) } }));
}

// What cannot be said is told; a case that is never taken is the only honest thing to write.
function boolText(term: Term): string {
  return expressionOf(term.kind === "literal" && typeof term.value !== "boolean" ? literal(false) : term);
}

function nameOf(way: Way): string {
  return "next" in way ? way.next : "";
}
