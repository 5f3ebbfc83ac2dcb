import type { Json, JsonObject } from "@skald/shared";
import { documentOf, type Environment, type FlowNode, withDocument, withValues } from "../../flow/flow.ts";
import { valueNameFor } from "../../session.ts";
import { templateOf } from "../../term/render-term.ts";
import { literal, type Term, tight } from "../../term/term.ts";
import { keyOfTerm } from "../../term/term-key.ts";
import { argumentsOf, assignedOf, behindNothing, behindWork } from "../data/data-flow.ts";
import { isJsonata } from "../data/values.ts";
import { type AslState, fieldOf, nextEdge } from "../machine.ts";

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
  const [result, path] = [fieldOf(state, "Result"), fieldOf(state, "ResultPath")];
  const isWork = path !== null && (result !== undefined || fieldOf(state, "Parameters") !== undefined);
  const made = result === undefined ? argumentsOf(state, entry) : literal(result);
  const main = isWork ? [named(state, typeof path === "string" && path !== "$" ? lastName(path) : state.id, made)] : [];
  const given = main.reduce<Term>((_, { read }) => read, made);

  return passed(state, main, { behind: behindWork(state, entry, given), assigned: assignedOf(state, entry, { document: made }) });
}

function jsonataPass(state: AslState, entry: Environment): Passed {
  const behind = behindNothing(state, entry);
  const output = documentOf(behind);
  const isSame = keyOfTerm(output) === keyOfTerm(documentOf(entry));
  const main = isSame || isJsonata(fieldOf(state, "Output")) ? [] : [named(state, state.id, output)];

  return passed(state, main, {
    behind: main.reduce((around, { read }) => withDocument(around, read), behind),
    assigned: assignedOf(state, entry, {}),
  });
}

interface Passing {
  readonly behind: Environment;
  readonly assigned: readonly (readonly [string, Term])[];
}

// A variable is read by the value that was set for it.
function passed(state: AslState, main: readonly NamedValue[], { behind, assigned }: Passing): Passed {
  const variables = assigned.map(([variable, term]) => ({ variable, ...named(state, variable.slice(1), term) }));

  return {
    values: [...main, ...variables].map(({ value }) => value),
    behind: withValues(
      behind,
      variables.map(({ variable, read }) => [variable, read]),
    ),
  };
}

function lastName(path: string): string {
  return path.replace(/[.[\]'"]+$/, "").replace(/^.*[.[\]'"]/s, "");
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
