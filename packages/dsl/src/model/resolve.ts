import { ownMember } from "@skald/shared";
import type { DocumentReference } from "./builders/build-reference.ts";
import type { OperationCall, SagaModel, StateModel } from "./saga-model.ts";
import type { OperationModel, ServiceModel } from "./service-model.ts";
import { operationCalls } from "./states/operation-calls.ts";
import { placedStates } from "./states/placed-states.ts";

/** Finds the newest active service that fits a range, no pre-release; null when there is none. */
export type FindService = (namespace: string, name: string, range: string | null) => ServiceModel | null;

/** Services by the alias a saga calls them by. Null: the alias is used, but nothing was found. */
export type ResolvedServices = ReadonlyMap<string, ServiceModel | null>;

/** Resolves every alias a saga declares or uses. An alias not declared means the same namespace, any version. */
export function resolveServices(saga: SagaModel, find: FindService): ResolvedServices {
  const used = placedStates(saga).flatMap(({ state }) => operationCalls(state).map(({ call }) => call.service));
  const aliases = new Set([...Object.keys(saga.services), ...used.filter((alias) => alias !== "")]);

  return new Map(
    [...aliases].map((alias) => {
      const { namespace, name, range } = serviceOf(saga, alias);
      return [alias, find(namespace, name, range)];
    }),
  );
}

/** Where a service called by an alias is looked for. */
export function serviceOf(saga: SagaModel, alias: string): DocumentReference {
  return ownMember(saga.services, alias) ?? { namespace: saga.namespace, name: alias, range: null };
}

/** The operation a task calls; null for a call in place, a worker, for what could not be resolved, and for other states. */
export function operationOf(state: StateModel, services: ReadonlyMap<string, ServiceModel | null>): OperationModel | null {
  return state.type === "task" && state.call.kind === "operation" ? findOperation(state.call, services) : null;
}

/** The operation a call names; null when it could not be resolved. */
export function findOperation(call: OperationCall, services: ReadonlyMap<string, ServiceModel | null>): OperationModel | null {
  return ownMember(services.get(call.service)?.operations ?? {}, call.operation) ?? null;
}
