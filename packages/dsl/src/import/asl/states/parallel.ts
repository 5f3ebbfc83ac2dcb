import type { Json, JsonObject } from "@skald/shared";
import { emitScope, outputOf } from "../../flow/emit-scope.ts";
import { type Environment, type FlowNode, type FlowScope, withDocument } from "../../flow/flow.ts";
import { nameFor, Refusal } from "../../session.ts";
import { listOf, type Term, tight } from "../../term/term.ts";
import { argumentsOf, behindWork } from "../data/data-flow.ts";
import { type AslState, entriesOf, type Machine, machineOf, nextEdge, tellOf } from "../machine.ts";
import { catchersOf, catchField, leavingBy } from "./catches.ts";
import { tellNoRetry } from "./retry.ts";

/** Reads the nodes of a machine inside a state. */
export type ReadScope = (machine: Machine, lift: null) => FlowScope;

const BRANCHES_MAX = 20;

/** A Parallel: a `parallel` whose branches have names. */
export function parallelNode(state: AslState, readScope: ReadScope): FlowNode {
  const branches = branchesOf(state, readScope);
  const catchers = catchersOf(state);

  return {
    id: state.id,
    at: state.at,
    edges: [nextEdge(state), ...catchers.map(({ edge }) => edge)],
    build: (entry) => {
      const given = argumentsOf(state, entry);
      const result: Term = listOf(branches.map(({ name }) => tight(`steps.${state.name}.output.${name}`)));
      return {
        leave: (edge) => leavingBy(edge, catchers, () => behindWork(state, entry, result))(entry),
        state: (way) => ({
          ...stateFrom(state, branches, withDocument(entry, given)),
          ...catchField(catchers, way),
          ...way("next"),
        }),
      };
    },
  };
}

interface Branch {
  readonly name: string;
  readonly scope: FlowScope;
}

function branchesOf(state: AslState, readScope: ReadScope): readonly Branch[] {
  const machines = entriesOf(state, "Branches");
  if (machines.length === 0)
    throw new Refusal(state.at, `The state "${state.id}" has no "Branches".`, "Give it the machines that run at once.");
  if (machines.length > BRANCHES_MAX)
    tellOf(state, "Branches", {
      kind: "dropped",
      what: `"${state.id}" has ${machines.length} branches; the first ${BRANCHES_MAX} are kept.`,
      remedy: "Split it, or use a forEach.",
    });

  return machines.slice(0, BRANCHES_MAX).map((branch, index) => branchOf(branch, index, readScope));
}

function branchOf({ machine, id, at, json, usesJsonata }: AslState, index: number, readScope: ReadScope): Branch {
  const inner = machineOf(
    { ...machine, scopeId: `${machine.scopeId}/${id}#${index}`, at, isRoot: false, depth: machine.depth + 1, usesJsonata },
    json,
  );
  const name = nameFor(machine.session, `branch ${machine.scopeId}/${id}/${index}`, `${id}Branch${index + 1}`);

  return { name, scope: readScope(inner, null) };
}

function stateFrom(state: AslState, branches: readonly Branch[], entry: Environment): JsonObject {
  tellNoRetry(state, "a parallel block");
  const written = branches.map(({ name, scope }): readonly [string, Json] => [name, scopeJson(state, scope, entry)]);

  return {
    type: "parallel",
    branches: Object.fromEntries([...written, ...(written.length === 1 ? [idleBranch(state)] : [])]),
  };
}

// A single branch is how the source catches errors of several states at once; ours needs a second one.
function idleBranch(state: AslState): readonly [string, Json] {
  const { session, scopeId } = state.machine;
  const name = nameFor(session, `branch ${scopeId}/${state.id}/idle`, "idle");
  const inner = nameFor(session, `state ${scopeId}/${state.id}/idle`, "nothing");
  tellOf(state, "Branches", {
    kind: "changed",
    what: `"${state.id}" has one branch; a branch "${name}" that does nothing stands beside it.`,
    remedy: "Move the states of the branch out and let each of them catch.",
  });

  return [name, { start: inner, states: { [inner]: { type: "set", values: { [name]: true }, end: true } }, output: true }];
}

/** The JSON of a branch or body. */
export function scopeJson(state: AslState, scope: FlowScope, entry: Environment): JsonObject {
  const { session, live } = state.machine;
  const emitted = emitScope(scope, entry, { session, live, isRoot: false });
  const output = outputOf(emitted, scope, session);

  return { start: emitted.start, states: emitted.states, ...(output === undefined ? {} : { output }) };
}
