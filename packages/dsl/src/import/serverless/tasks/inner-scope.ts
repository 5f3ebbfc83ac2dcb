import type { JsonObject } from "@skald/shared";
import { emitScope, outputOf } from "../../flow/emit-scope.ts";
import { END, type Environment, type FlowScope } from "../../flow/flow.ts";
import type { TaskList, TaskScope } from "./flow-source.ts";

/** The scope of a branch or a body. An error inside fails the block; the catches around it stand at the block. */
export function innerScope(scope: TaskScope, { scopeId, ...list }: Omit<TaskList, "to"> & { readonly scopeId: string }): FlowScope {
  const inner: TaskScope = { ...scope, scopeId, nodes: new Map(), catchers: [], depth: scope.depth + 1 };
  const start = scope.source.addTasks(inner, { ...list, to: END });

  return { id: scopeId, at: list.at, start, nodes: inner.nodes };
}

/** A branch or a body as it is written. */
export function scopeJson({ source: { session, live } }: TaskScope, scope: FlowScope, entry: Environment): JsonObject {
  const emitted = emitScope(scope, entry, { session, live, isRoot: false });
  const output = outputOf(emitted, scope, session);

  return { start: emitted.start, states: emitted.states, ...(output === undefined ? {} : { output }) };
}
