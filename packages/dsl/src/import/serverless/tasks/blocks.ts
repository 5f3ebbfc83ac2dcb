import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { Path } from "../../../diagnostics/places.ts";
import { emitScope, outputOf } from "../../flow/emit-scope.ts";
import { documentOf, END, type Environment, type FlowScope, withValues } from "../../flow/flow.ts";
import { straightNode } from "../../flow/nodes.ts";
import { itemNameFor, nameFor, Refusal } from "../../session.ts";
import { celOf, expressionOf } from "../../term/render-term.ts";
import { listOf, loose, type Term, tight } from "../../term/term.ts";
import { expressionAt, fieldAt, tellAt, textIn } from "../place.ts";
import { behindTask, inputOf, placeOf, stateNameOf, type Task, type TaskScope } from "./flow-source.ts";

const BRANCHES_MAX = 20;

interface Branch {
  readonly name: string;
  readonly scope: FlowScope;
}

/** A fork: a `parallel`; where the branches compete, the first one wins. */
export function addFork(scope: TaskScope, task: Task): void {
  const { id, at, json, to } = task;
  const { session } = scope.source;
  const forked = fieldAt(json, "fork");
  const fork = isJsonObject(forked) ? forked : {};
  const competes = fieldAt(fork, "compete") === true;
  const branches = branchesOf(scope, task, fork);
  const name = stateNameOf(scope, id);
  const result = competes ? winnerOf(name, branches) : listOf(branches.map((branch) => tight(`steps.${name}.output.${branch.name}`)));

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
        const written = branches.map(({ name: branch, scope: inner }): readonly [string, Json] => [
          branch,
          scopeJson(scope, inner, inside),
        ]);
        return {
          type: "parallel",
          branches: Object.fromEntries([...written, ...(written.length === 1 ? [idle(scope, task)] : [])]),
          ...(competes ? { join: "any" } : {}),
        };
      },
    }),
  );
  if (branches.length === 1)
    tellAt({ session, at }, "changed", [
      `"${id}" has one branch; a branch that does nothing stands beside it.`,
      "Move the tasks of the branch out.",
    ]);
}

function branchesOf(scope: TaskScope, { id, at }: Task, fork: JsonObject): readonly Branch[] {
  const listed = fieldAt(fork, "branches");
  const items = listed !== undefined && isJsonArray(listed) ? listed : [];
  if (items.length === 0) throw new Refusal([...at, "fork"], `"${id}" has no branches.`, "Give it the tasks that run at once.");
  if (items.length > BRANCHES_MAX)
    tellAt({ session: scope.source.session, at: [...at, "fork", "branches"] }, "dropped", [
      `"${id}" has ${items.length} branches; the first ${BRANCHES_MAX} are kept.`,
      "Split it, or use a forEach.",
    ]);

  return items.slice(0, BRANCHES_MAX).map((item, index) => {
    const [meant = `branch ${index + 1}`] = isJsonObject(item) ? Object.keys(item) : [];
    const name = nameFor(scope.source.session, `branch ${scope.scopeId}/${id}/${index}`, `${meant} branch`);
    // The place of a branch is its list: one task, by its index.
    return {
      name,
      scope: innerScope(scope, { scopeId: `${scope.scopeId}/${id}#${index}`, json: [item], at: [...at, "fork", "branches"] }),
    };
  });
}

function innerScope(
  scope: TaskScope,
  { scopeId, json, at }: { readonly scopeId: string; readonly json: Json | undefined; readonly at: Path },
): FlowScope {
  // An error inside fails the block; the catches around it stand at the block.
  const inner: TaskScope = { ...scope, scopeId, nodes: new Map(), catchers: [], depth: scope.depth + 1 };
  const start = scope.source.addTasks(inner, { json, at, to: END });

  return { id: scopeId, at, start, nodes: inner.nodes };
}

function winnerOf(name: string, branches: readonly Branch[]): Term {
  const reads = branches.map((branch) => `steps.${name}.output.?${branch.name}`);
  const [first = `steps.${name}.?output`, ...rest] = reads;

  return tight(`${rest.reduce((chain, read) => `${chain}.or(${read})`, first)}.orValue(null)`);
}

function idle(scope: TaskScope, { id }: Task): readonly [string, Json] {
  const { session } = scope.source;
  const name = nameFor(session, `branch ${scope.scopeId}/${id}/idle`, "idle");
  const inner = nameFor(session, `state ${scope.scopeId}/${id}/idle`, "nothing");

  return [name, { start: inner, states: { [inner]: { type: "set", values: { [name]: true }, end: true } }, output: true }];
}

function scopeJson({ source: { session, live } }: TaskScope, scope: FlowScope, entry: Environment): JsonObject {
  const emitted = emitScope(scope, entry, { session, live, isRoot: false });
  const output = outputOf(emitted, scope, session);

  return { start: emitted.start, states: emitted.states, ...(output === undefined ? {} : { output }) };
}

/** A for: a `forEach`, one item after another. */
export function addFor(scope: TaskScope, task: Task): void {
  const { id, at, json, to } = task;
  const { session } = scope.source;
  const looped = fieldAt(json, "for");
  const loop = isJsonObject(looped) ? looped : {};
  const [itemName, indexName] = [textIn(loop, "each") ?? "item", textIn(loop, "at") ?? "index"];
  const each = itemNameFor(session, `item ${scope.scopeId}/${id}`, itemName);
  const index = itemNameFor(session, `index ${scope.scopeId}/${id}`, indexName);
  const body = innerScope(scope, { scopeId: `${scope.scopeId}/${id}`, json: fieldAt(json, "do"), at: [...at, "do"] });
  if (fieldAt(json, "while") !== undefined)
    tellAt({ session, at: [...at, "while"] }, "dropped", [
      `"${id}" stops when its condition no longer holds; a forEach goes through the whole list.`,
      "Filter the list, or write a loop with a switch.",
    ]);
  tellAt({ session, at }, "changed", [
    `Each round of "${id}" begins with the input of the loop, not with the output of the round before.`,
    "Gather what the rounds give from steps.<name>.output.",
  ]);
  const items = (entry: Environment): Term => expressionAt(textIn(loop, "in") ?? ".", placeOf(scope, [...at, "for", "in"], { entry }));
  const output = `steps.${stateNameOf(scope, id)}.output`;

  scope.nodes.set(
    id,
    straightNode({
      id,
      at,
      to,
      catchers: scope.catchers,
      behind: (entry) => {
        const inside = inputOf(scope, task, entry);
        const last = loose(`size(${output}) == 0 ? ${celOf(documentOf(inside))} : ${output}[size(${output}) - 1].output`);
        return behindTask(scope, task, { entry: inside, output: last });
      },
      state: (entry) => {
        const inside = inputOf(scope, task, entry);
        const names = withValues(inside, [
          [`$${itemName}`, tight(each)],
          [`$${indexName}`, tight(index)],
        ]);
        return { type: "forEach", in: expressionOf(items(inside)), each, at: index, concurrency: 1, body: scopeJson(scope, body, names) };
      },
    }),
  );
}
