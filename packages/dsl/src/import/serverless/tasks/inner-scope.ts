import { END, type FlowScope } from "../../flow/flow.ts";
import type { TaskList, TaskScope } from "./flow-source.ts";

/** The scope of a branch or a body. An error inside fails the block; the catches around it stand at the block. */
export function innerScope(scope: TaskScope, { scopeId, ...list }: Omit<TaskList, "to"> & { readonly scopeId: string }): FlowScope {
  const inner: TaskScope = { ...scope, scopeId, nodes: new Map(), catchers: [] };
  const start = scope.source.addTasks(inner, { ...list, to: END });

  return { id: scopeId, at: list.at, start, nodes: inner.nodes };
}
