import type { CompiledChild, CompiledForEach, CompiledSaga, CompiledState, CompiledTask } from "@skald/dsl";

/** The task of a path. @throws Error when the chart names a state the definition does not have. */
export function requireTask(definition: CompiledSaga, path: string): CompiledTask {
  return requireState(definition, path, "task");
}

/** The state of a path that has members: items or a child. @throws Error when it has none. */
export function requireMembersState(definition: CompiledSaga, path: string): CompiledForEach | CompiledChild {
  return definition.states[path]?.type === "forEach" ? requireState(definition, path, "forEach") : requireState(definition, path, "saga");
}

/** The state of a path, of one type. @throws Error when the chart names a state the definition does not have. */
export function requireState<T extends CompiledState["type"]>(
  definition: CompiledSaga,
  path: string,
  type: T,
): Extract<CompiledState, { readonly type: T }> {
  const state = definition.states[path];
  if (state?.type !== type) throw new Error(`"${path}" is no ${type} of ${definition.namespace}/${definition.name}.`);

  return state as Extract<CompiledState, { readonly type: T }>;
}
