import type { SagaModel, TaskState } from "./saga-model.ts";
import type { OperationModel, ServiceModel } from "./service-model.ts";

/** Finds the newest active service that fits a range, no pre-release; null when there is none. */
export type FindService = (namespace: string, name: string, range: string | null) => ServiceModel | null;

/** Services by the alias a saga calls them by. Null: the alias is used, but nothing was found. */
export type ResolvedServices = ReadonlyMap<string, ServiceModel | null>;

/** Resolves every alias a saga declares or uses. An alias not declared means the same namespace, any version. */
export function resolveServices(saga: SagaModel, find: FindService): ResolvedServices {
  const aliases = new Set([...Object.keys(saga.services), ...saga.states.flatMap(aliasOf)]);

  return new Map(
    [...aliases].map((alias) => {
      const { namespace, name, range } = serviceOf(saga, alias);
      return [alias, find(namespace, name, range)];
    }),
  );
}

/** Where a service called by an alias is looked for. */
export function serviceOf(saga: SagaModel, alias: string): SagaModel["services"][string] {
  const declared = Object.hasOwn(saga.services, alias) ? saga.services[alias] : undefined;

  return declared ?? { namespace: saga.namespace, name: alias, range: null };
}

/** The operation a task calls; null for a call in place and for what could not be resolved. */
export function operationOf(task: TaskState, services: ReadonlyMap<string, ServiceModel | null>): OperationModel | null {
  if (task.call.kind !== "operation") return null;
  const operations = services.get(task.call.service)?.operations ?? {};

  return Object.hasOwn(operations, task.call.operation) ? (operations[task.call.operation] ?? null) : null;
}

function aliasOf(state: SagaModel["states"][number]): readonly string[] {
  return state.type === "task" && state.call.kind === "operation" && state.call.service !== "" ? [state.call.service] : [];
}
