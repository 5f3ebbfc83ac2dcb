import type { ForEachState, ParallelState, SagaModel, ScopeModel, StateModel } from "../model/saga-model.ts";
import { compileOperationCall, compileUndoByEvent } from "./compile-operation.ts";
import { catchesTo, type StatesScope } from "./compile-scope.ts";
import { compileTask } from "./compile-task.ts";
import { compileTransaction } from "./compile-transaction.ts";
import type { CompiledChild, CompiledForEach, CompiledParallel, CompiledSaga, CompiledState } from "./compiled.ts";
import { pathIn } from "./paths.ts";
import { pinSaga } from "./pin-saga.ts";
import { canPassPivot, childReference } from "./pivots.ts";

/** The states of a scope and of the branches inside it, by path, blocks before what is inside them. */
export function compileStates(at: StatesScope, states: readonly StateModel[] = at.model.states): CompiledSaga["states"] {
  return Object.fromEntries(states.flatMap((state) => withInner(state, at)));
}

function withInner(state: StateModel, at: StatesScope): readonly (readonly [string, CompiledState])[] {
  const path = pathIn(at.scopePath, state.name);
  const own: readonly [string, CompiledState] = [path, compileState(state, path, at)];
  if (state.type !== "parallel") return [own];

  const after = at.afterPivot(state.name);
  const inner = Object.entries(state.branches).flatMap(([name, branch]) =>
    Object.entries(compileStates({ ...at, scopePath: pathIn(path, name), afterPivot: () => after }, branch.states)),
  );
  return [own, ...inner];
}

function compileState(state: StateModel, path: string, at: StatesScope): CompiledState {
  const to = (name: string): string => pathIn(at.scopePath, name);
  const next = (name: string | null): string | null => (name === null ? null : to(name));
  switch (state.type) {
    case "task":
      return compileTask(state, { ...at, path, to });
    case "parallel":
      return compileParallel(state, path, { to });
    case "forEach":
      return compileForEach(state, path, { at, to });
    case "transaction":
      return compileTransaction(state, { ...at, path, to });
    case "saga": {
      const child = at.scope.children?.get(childReference(state));
      if (child === undefined) throw new Error(`The child "${childReference(state)}" was not resolved; check it before compiling.`);
      const { input, saga } = state;
      const facts = { input, saga, hash: child.hash, pivot: canPassPivot(child) };
      return { type: "saga", name: path, ...facts, catch: catchesTo(state.catch, to), next: next(state.next) } satisfies CompiledChild;
    }
    case "listen":
      return {
        ...state,
        name: path,
        cases: state.cases.map((one) => ({ ...one, next: next(one.next) })),
        onTimeout: next(state.onTimeout),
        compensate: compileUndoByEvent(state.compensate, at.scope.services),
        catch: catchesTo(state.catch, to),
      };
    case "emit":
      return { ...state, name: path, compensate: compileUndoByEvent(state.compensate, at.scope.services), next: next(state.next) };
    case "human": {
      const outcomes = Object.fromEntries(Object.entries(state.outcomes).map(([outcome, name]) => [outcome, to(name)]));
      return { ...state, name: path, outcomes, onTimeout: next(state.onTimeout), catch: catchesTo(state.catch, to) };
    }
    case "switch":
      return { ...state, name: path, cases: state.cases.map((one) => ({ ...one, next: to(one.next) })), default: to(state.default) };
    case "compensate":
      return { ...state, name: path, only: state.only === null ? null : state.only.map(to), next: next(state.next) };
    case "wait":
    case "set":
      return { ...state, name: path, next: next(state.next) };
    case "succeed":
    case "fail":
      return { ...state, name: path };
  }
}

interface References {
  readonly to: (name: string) => string;
}

function compileParallel(state: ParallelState, path: string, { to }: References): CompiledParallel {
  const branches = Object.entries(state.branches).map(([name, branch]) => {
    const start = pathIn(pathIn(path, name), branch.start);
    return [name, { start, output: branch.output }] as const;
  });

  return {
    type: "parallel",
    name: path,
    branches: Object.fromEntries(branches),
    join: state.join,
    catch: catchesTo(state.catch, to),
    next: state.next === null ? null : to(state.next),
  };
}

function compileForEach(state: ForEachState, path: string, { at, to }: References & { readonly at: StatesScope }): CompiledForEach {
  const { batch, order, concurrency: undoConcurrency } = state.compensation;

  return {
    type: "forEach",
    name: path,
    in: state.in,
    each: state.each,
    at: state.at,
    concurrency: state.concurrency,
    tolerate: state.tolerate,
    body: compileBody(state.body, at, at.afterPivot(state.name)),
    undoOrder: order,
    undoConcurrency,
    batch: batch === null ? null : compileOperationCall(batch, at.scope.services),
    catch: catchesTo(state.catch, to),
    next: state.next === null ? null : to(state.next),
  };
}

// What belongs to the saga as a whole does not belong to its items: they have no key, no start of their own, no deadline.
function compileBody(body: ScopeModel, { model, scope }: StatesScope, after: boolean): CompiledSaga {
  const inner: SagaModel = {
    ...model,
    title: null,
    labels: {},
    input: null,
    key: null,
    idempotency: null,
    timeout: null,
    concurrency: null,
    exposure: null,
    triggers: [],
    assertions: [],
    start: body.start,
    states: body.states,
  };
  const states = compileStates({ model: inner, scope, scopePath: "", afterPivot: () => after });
  const graph = { start: body.start, nodes: [], edges: [], columns: 0, rows: 0, pivotColumn: null };

  return pinSaga({ model: inner, scope: { ...scope, graph }, states, start: body.start, output: body.output });
}
