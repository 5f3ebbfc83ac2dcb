import type { Json, JsonObject } from "@skald/shared";
import type { Environment } from "../../../flow/flow.ts";
import { straightNode } from "../../../flow/nodes.ts";
import { nameFor } from "../../../session.ts";
import { tight } from "../../../term/term.ts";
import { textIn } from "../../fields.ts";
import { numberAt } from "../../number-at.ts";
import { tellAt } from "../../place.ts";
import { scopeJson } from "../../scope-json.ts";
import { objectsAt, tellUnread } from "../../unread.ts";
import { gathering, merged } from "../document.ts";
import { leadFrom, type ReadState } from "../read-state.ts";
import { stateNameOf } from "../workflow.ts";
import { actionScope, type BranchSource } from "./action-scope.ts";

const BRANCHES_MAX = 20;

/** A parallel state: a `parallel` whose branches run actions. */
export function addParallel(read: ReadState, given: readonly BranchSource[]): void {
  const { scoped, at, name: id, to, catchers } = read;
  const { workflow } = scoped;
  const { session } = workflow;
  if (given.length === 0) {
    tellAt({ session, at }, "dropped", [`"${id}" has no branches; it does nothing.`, "Give it the actions that run at once."]);
    return leadFrom(read, to);
  }
  if (given.length > BRANCHES_MAX)
    tellAt({ session, at }, "dropped", [
      `"${id}" has more than ${BRANCHES_MAX} branches; the first ${BRANCHES_MAX} are kept.`,
      "Split it, or use a forEach.",
    ]);
  const branches = given.slice(0, BRANCHES_MAX).map((source, index) => ({
    name: nameFor(session, `branch ${scoped.scopeId}/${id}/${index}`, source.name),
    scope: actionScope(read, source, [...at, index]),
  }));
  const name = stateNameOf(scoped, id);
  const join = joinOf(read, branches.length);
  const idle = branches.length === 1 ? idleBranch(read) : {};

  scoped.nodes.set(
    id,
    straightNode({
      id,
      at,
      to,
      catchers,
      behind: (environment) =>
        branches.reduce<Environment>((after, branch) => {
          const value = tight(`steps.${name}.output.${branch.name}`);
          return merged(workflow, after, { value, target: undefined, at });
        }, environment),
      state: (environment) => ({
        type: "parallel",
        branches: {
          ...Object.fromEntries(branches.map((branch) => [branch.name, scopeJson(workflow, branch.scope, gathering(environment))])),
          ...idle,
        },
        ...join,
      }),
    }),
  );
}

/** The branches of a parallel state. */
export function branchesIn({ scoped: { workflow }, json, at, name }: ReadState): readonly BranchSource[] {
  const { session } = workflow;

  return objectsAt({ session, at }, json, "branches").map((branch, index) => {
    tellUnread({ session, at: branch.at }, { json: branch.json, of: `a branch of "${name}"` }, ["name", "actions"]);
    return {
      name: textIn(branch.json, "name") ?? `branch ${index + 1}`,
      actions: objectsAt({ session, at: branch.at }, branch.json, "actions"),
    };
  });
}

function joinOf({ scoped, json, at, name }: ReadState, count: number): { readonly join?: Json } {
  if (!/^(?:atLeast|n_of_m|xor)$/i.test(textIn(json, "completionType") ?? "")) return {};
  const spot = { session: scoped.workflow.session, at };
  const field = json["numCompleted"] === undefined ? "n" : "numCompleted";
  const needed = Math.floor(numberAt(spot, { json, field, of: `"${name}"` }, 1));

  return { join: needed <= 1 ? "any" : { atLeast: Math.min(needed, count) } };
}

// Ours needs two branches.
function idleBranch({ scoped, name, at }: ReadState): JsonObject {
  const { session } = scoped.workflow;
  const branch = nameFor(session, `branch ${scoped.scopeId}/${name}/idle`, "idle");
  const inner = nameFor(session, `state ${scoped.scopeId}/${name}/idle`, "nothing");
  tellAt({ session, at }, "changed", [
    `"${name}" has one branch; a branch "${branch}" that does nothing stands beside it.`,
    "Move the states of the branch out.",
  ]);

  return { [branch]: { start: inner, states: { [inner]: { type: "set", values: { [branch]: true }, end: true } }, output: {} } };
}
