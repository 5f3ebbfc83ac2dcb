import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { Path } from "../../../diagnostics/places.ts";
import { emitScope, outputOf } from "../../flow/emit-scope.ts";
import { documentOf, END, type Environment, type FlowScope, withDocument, withValues } from "../../flow/flow.ts";
import { passingNode, straightNode } from "../../flow/nodes.ts";
import { itemNameFor, nameFor } from "../../session.ts";
import { writeMember } from "../../term/read-term.ts";
import { expressionOf } from "../../term/render-term.ts";
import { layOver, objectOf, type Term, tight } from "../../term/term.ts";
import { expressionAt, fieldAt, plainPath, tellAt, textIn } from "../place.ts";
import { actionsIn, addActions } from "./actions.ts";
import type { ReadState } from "./read-state.ts";
import { GATHERED, merged, placeIn, type Scoped, stateNameOf } from "./workflow.ts";

/** Actions of a branch or body, in place. */
export interface BranchSource {
  readonly name: string;
  readonly actions: readonly Json[];
  readonly at: Path;
  /** Index of the first action in its list. */
  readonly from?: number;
}

const BRANCHES_MAX = 20;

/** A parallel state: a `parallel` whose branches run actions. */
export function addParallel(read: ReadState, entry: string, given?: readonly BranchSource[]): void {
  const { scoped, json, at, to, catchers } = read;
  const { session } = scoped.workflow;
  const sources = (given ?? branchesIn(json, at)).slice(0, BRANCHES_MAX);
  const branches = sources.map((source) => ({
    name: nameFor(session, `branch ${scoped.scopeId}/${entry}/${source.name}`, source.name),
    scope: actionScope(read, source),
  }));
  if ((given ?? branchesIn(json, at)).length > BRANCHES_MAX)
    tellAt({ session, at: [...at, "branches"] }, "dropped", [
      `"${read.name}" has more than ${BRANCHES_MAX} branches; the first ${BRANCHES_MAX} are kept.`,
      "Split it, or use a forEach.",
    ]);
  const name = stateNameOf(scoped, entry);
  const written = (environment: Environment): JsonObject =>
    Object.fromEntries(
      branches.map(({ name: branch, scope }): [string, Json] => [branch, bodyJson(scoped, scope, gathering(environment))]),
    );

  scoped.nodes.set(
    entry,
    straightNode({
      id: entry,
      at,
      to,
      catchers,
      behind: (environment) => branches.reduce((after, branch) => merged(after, tight(`steps.${name}.output.${branch.name}`)), environment),
      state: (environment) => ({
        type: "parallel",
        branches: { ...written(environment), ...(branches.length === 1 ? idle(read, entry) : {}) },
        ...joinOf(read, branches.length),
      }),
    }),
  );
}

function branchesIn(json: JsonObject, at: Path): readonly BranchSource[] {
  const listed = fieldAt(json, "branches");

  return (listed !== undefined && isJsonArray(listed) ? listed : []).flatMap((branch, index) => {
    if (!isJsonObject(branch)) return [];
    const actions = fieldAt(branch, "actions");
    const name = textIn(branch, "name") ?? `branch ${index + 1}`;
    return [{ name, actions: actions !== undefined && isJsonArray(actions) ? actions : [], at: [...at, "branches", index, "actions"] }];
  });
}

function joinOf({ json }: ReadState, count: number): { readonly join?: Json } {
  const needed = Number(fieldAt(json, "numCompleted") ?? fieldAt(json, "n"));
  if (!/^atLeast$|^n_of_m$|^xor$/i.test(textIn(json, "completionType") ?? "")) return {};

  return !Number.isInteger(needed) || needed <= 1 ? { join: "any" } : { join: { atLeast: Math.min(needed, count, BRANCHES_MAX) } };
}

// Ours needs two branches.
function idle({ scoped, name, at }: ReadState, entry: string): JsonObject {
  const { session } = scoped.workflow;
  const branch = nameFor(session, `branch ${scoped.scopeId}/${entry}/idle`, "idle");
  const inner = nameFor(session, `state ${scoped.scopeId}/${entry}/idle`, "nothing");
  tellAt({ session, at }, "changed", [
    `"${name}" has one branch; a branch "${branch}" that does nothing stands beside it.`,
    "Move the states of the branch out.",
  ]);

  return { [branch]: { start: inner, states: { [inner]: { type: "set", values: { [branch]: true }, end: true } }, output: {} } };
}

function gathering(environment: Environment): Environment {
  return withValues(environment, [[GATHERED, objectOf([])]]);
}

// Actions of a branch read the document of the state; what the branch gives is what its actions gave.
function actionScope({ scoped, actionTimeout }: ReadState, source: BranchSource): FlowScope {
  const { workflow } = scoped;
  const at = source.at;
  const inner: Scoped = {
    workflow,
    scopeId: `${scoped.scopeId}/${source.name}@${at.join(".")}.${source.from ?? 0}`,
    nodes: new Map(),
    reserved: new Set(),
  };
  const actions = actionsIn(source.actions, at, source.name).map((action, index) => ({
    ...action,
    at: [...at, index + (source.from ?? 0)],
    state: source.name,
    catchers: [],
    timeout: actionTimeout,
  }));
  const last = "what was gathered";
  inner.nodes.set(
    last,
    passingNode({ id: last, at, to: END, behind: (entry) => withDocument(entry, entry.get(GATHERED) ?? documentOf(entry)) }),
  );
  const start = addActions(inner, actions, last);

  return { id: inner.scopeId, at, start, nodes: inner.nodes };
}

function bodyJson({ workflow }: Scoped, scope: FlowScope, entry: Environment): JsonObject {
  const { session, live } = workflow;
  const emitted = emitScope(scope, entry, { session, live, isRoot: false });
  const output = outputOf(emitted, scope, session);

  return { start: emitted.start, states: emitted.states, ...(output === undefined ? {} : { output }) };
}

const CONCURRENCY_MAX = 1_000;
const CONCURRENCY_UNBOUND = 40;

/** A foreach state: a `forEach` whose body runs the actions. */
export function addForeach(read: ReadState, entry: string): void {
  const { scoped, json, at, to, catchers } = read;
  const { workflow } = scoped;
  const { session } = workflow;
  const actions = fieldAt(json, "actions");
  const body = actionScope(read, {
    name: `${read.name} item`,
    actions: actions !== undefined && isJsonArray(actions) ? actions : [],
    at: [...at, "actions"],
  });
  const parameter = textIn(json, "iterationParam") ?? "item";
  const each = itemNameFor(session, `item ${scoped.scopeId}/${entry}`, parameter);
  const index = itemNameFor(session, `index ${scoped.scopeId}/${entry}`, "index");
  const inside = (environment: Environment): Environment => {
    const item: Term = tight(each);
    const document = layOver(documentOf(environment), objectOf([[parameter, item]]));
    return gathering(withValues(withDocument(environment, document), [[`$${parameter}`, item]]));
  };
  const state = (environment: Environment): JsonObject => ({
    type: "forEach",
    in: expressionOf(expressionAt(textIn(json, "inputCollection") ?? ".", placeIn(workflow, [...at, "inputCollection"], { environment }))),
    each,
    at: index,
    concurrency: concurrencyOf(json),
    body: bodyJson(scoped, body, inside(environment)),
  });
  scoped.nodes.set(
    entry,
    straightNode({ id: entry, at, to, catchers, behind: (environment) => collected(read, entry, environment), state }),
  );
}

function concurrencyOf(json: JsonObject): number {
  if (textIn(json, "mode") === "sequential") return 1;
  const size = Number(fieldAt(json, "batchSize") ?? fieldAt(json, "max"));

  return Number.isInteger(size) && size > 0 ? Math.min(CONCURRENCY_MAX, size) : CONCURRENCY_UNBOUND;
}

function collected({ scoped, json, at }: ReadState, entry: string, environment: Environment): Environment {
  const target = textIn(json, "outputCollection");
  if (target === undefined) return environment;
  const path = plainPath(target);
  const value = tight(`steps.${stateNameOf(scoped, entry)}.output.map(each, each.output)`);
  if (path === null || path.length === 0) {
    tellAt({ session: scoped.workflow.session, at: [...at, "outputCollection"] }, "dropped", [
      `The outputs cannot be kept at "${target}".`,
      "Read steps.<name>.output.",
    ]);
    return environment;
  }
  return withDocument(environment, writeMember(documentOf(environment), path, { value, note: scoped.workflow.session.noteRead }));
}
