import type { Json, JsonObject } from "@skald/shared";
import { documentOf, type Environment, type FlowNode, withDocument, withValues } from "../flow/flow.ts";
import { valueNameFor } from "../session.ts";
import { templateOf } from "../term/render-term.ts";
import { literal, type Term, tight } from "../term/term.ts";
import { keyOfTerm } from "../term/term-key.ts";
import { argumentsOf, assignedOf, behindNothing, behindWork } from "./data-flow.ts";
import { type AslState, fieldOf, nextEdge } from "./machine.ts";
import { isJsonata } from "./values.ts";

/** A Pass: a `set` of what it makes. One that makes nothing new falls away. */
export function passNode(state: AslState): FlowNode {
  const edge = nextEdge(state);

  return {
    id: state.id,
    at: state.at,
    edges: [edge],
    build: (entry) => {
      const { values, behind } = state.usesJsonata ? jsonataPass(state, entry) : pathPass(state, entry);
      if (values.length === 0) return { leave: () => behind, state: null };
      const merging = state.machine.session.merging(state.at, `"${state.id}"`);
      return {
        leave: () => behind,
        state: (way): JsonObject => ({
          type: "set",
          values: Object.fromEntries(values.map(([name, term]): [string, Json] => [name, templateOf(term, merging)])),
          ...way("next"),
        }),
      };
    },
  };
}

interface Passed {
  /** Values the `set` names. */
  readonly values: readonly (readonly [string, Term])[];
  readonly behind: Environment;
}

function pathPass(state: AslState, entry: Environment): Passed {
  const result = fieldOf(state, "Result");
  const isWork = result !== undefined || fieldOf(state, "Parameters") !== undefined;
  const made = result === undefined ? argumentsOf(state, entry) : literal(result);
  const assigned = assignedOf(state, entry, { document: made });
  const assigning = assigned.map(([name, term]) => named(state, name.slice(1), term));
  const variables = assigned.map(([name], index): readonly [string, Term] => [name, assigning[index]?.read ?? literal(null)]);
  if (!isWork) {
    const behind = withValues(
      fieldOf(state, "ResultPath") === undefined ? behindNothing(state, entry) : behindWork(state, entry, made),
      variables,
    );
    return { values: assigning.map(({ value }) => value), behind };
  }
  const field = fieldOf(state, "ResultPath");
  const isDropped = field === null;
  const main = named(state, typeof field === "string" && field !== "$" ? lastName(field) : state.id, made);
  const behind = withValues(behindWork(state, entry, isDropped ? made : main.read), variables);

  return { values: [...(isDropped ? [] : [main.value]), ...assigning.map(({ value }) => value)], behind };
}

function jsonataPass(state: AslState, entry: Environment): Passed {
  const assigned = assignedOf(state, entry, {}).map(([name, term]) => ({ name, ...named(state, name.slice(1), term) }));
  const behind = behindNothing(state, entry);
  const output = documentOf(behind);
  const isSame = keyOfTerm(output) === keyOfTerm(documentOf(entry));
  const main = isSame || isJsonata(fieldOf(state, "Output")) ? null : named(state, state.id, output);
  const variables = assigned.map(({ name, read }): readonly [string, Term] => [name, read]);
  const after = withValues(main === null ? behind : withDocument(behind, main.read), variables);

  return { values: [...(main === null ? [] : [main.value]), ...assigned.map(({ value }) => value)], behind: after };
}

function lastName(path: string): string {
  return (
    path
      .split(/[.[\]'"]+/)
      .filter((part) => part !== "")
      .at(-1) ?? path
  );
}

// A value keeps its shape: members written over it later can then be merged exactly.
const SHAPE_MAX = 120;

interface NamedValue {
  readonly value: readonly [string, Term];
  readonly read: Term;
}

function named(state: AslState, meant: string, term: Term): NamedValue {
  const name = valueNameFor(state.machine.session, `${state.machine.scopeId}/${state.id}/${meant}`, meant);

  return { value: [name, term], read: tight(`vars.${name}`, term.size > SHAPE_MAX ? null : term) };
}
