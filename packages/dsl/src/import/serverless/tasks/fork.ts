import { isJsonObject, type Json } from "@skald/shared";
import type { FlowScope } from "../../flow/flow.ts";
import { straightNode } from "../../flow/nodes.ts";
import { nameFor, Refusal } from "../../session.ts";
import { listOf, type Term, tight } from "../../term/term.ts";
import { fieldAt, listIn, objectIn } from "../fields.ts";
import { tellAt } from "../place.ts";
import { scopeJson } from "../scope-json.ts";
import { tellUnread } from "../unread.ts";
import { behindTask, inputOf, stateNameOf, type Task, type TaskScope } from "./flow-source.ts";
import { innerScope } from "./inner-scope.ts";

const BRANCHES_MAX = 20;

interface Branch {
  readonly name: string;
  readonly scope: FlowScope;
}

/** A fork: a `parallel`; where the branches compete, the first one wins. */
export function addFork(scope: TaskScope, task: Task): void {
  const { id, at, json, to } = task;
  const { session } = scope.source;
  tellUnread({ session, at: [...at, "fork"] }, { json: objectIn(json, "fork"), of: `"${id}"` }, ["branches", "compete"]);
  const competes = fieldAt(json, "fork", "compete") === true;
  const branches = branchesOf(scope, task);
  const name = stateNameOf(scope, id);
  const result = competes ? winnerOf(name, branches) : listOf(branches.map((branch) => tight(`steps.${name}.output.${branch.name}`)));
  const idle = branches.length === 1 ? [idleBranch(scope, task)] : [];

  scope.nodes.set(
    id,
    straightNode({
      id,
      at,
      to,
      catchers: scope.catchers,
      behind: (entry) => behindTask(scope, task, { entry: inputOf(scope, task, entry), output: result }),
      state: (entry) => {
        const inside = inputOf(scope, task, entry);
        const written = branches.map((branch): readonly [string, Json] => [branch.name, scopeJson(scope.source, branch.scope, inside)]);
        return { type: "parallel", branches: Object.fromEntries([...written, ...idle]), ...(competes ? { join: "any" } : {}) };
      },
    }),
  );
}

function branchesOf(scope: TaskScope, { id, at, json }: Task): readonly Branch[] {
  const { session } = scope.source;
  const place = [...at, "fork", "branches"];
  const items = listIn(objectIn(json, "fork"), "branches");
  if (items.length === 0) throw new Refusal([...at, "fork"], `"${id}" has no branches.`, "Give it the tasks that run at once.");
  if (items.length > BRANCHES_MAX)
    tellAt({ session, at: place }, "dropped", [
      `"${id}" has ${items.length} branches; the first ${BRANCHES_MAX} are kept.`,
      "Split it, or use a forEach.",
    ]);

  // The place of a branch is its list: one task, by its index.
  return items.slice(0, BRANCHES_MAX).map((item, index) => ({
    name: nameFor(session, `branch ${scope.scopeId}/${id}/${index}`, `${isJsonObject(item) ? Object.keys(item).join(" ") : ""} branch`),
    scope: innerScope(scope, { scopeId: `${scope.scopeId}/${id}#${index}`, json: [item], at: place, first: index }),
  }));
}

function winnerOf(name: string, branches: readonly Branch[]): Term {
  const reads = branches.map((branch) => `steps.${name}.output.?${branch.name}`);

  return tight(`${reads.reduce((chain, read) => `${chain}.or(${read})`)}.orValue(null)`);
}

// Ours needs two branches.
function idleBranch(scope: TaskScope, { id, at }: Task): readonly [string, Json] {
  const { session } = scope.source;
  const name = nameFor(session, `branch ${scope.scopeId}/${id}/idle`, "idle");
  const inner = nameFor(session, `state ${scope.scopeId}/${id}/idle`, "nothing");
  tellAt({ session, at }, "changed", [
    `"${id}" has one branch; a branch that does nothing stands beside it.`,
    "Move the tasks of the branch out.",
  ]);

  return [name, { start: inner, states: { [inner]: { type: "set", values: { [name]: true }, end: true } }, output: true }];
}
