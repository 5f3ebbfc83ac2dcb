import { ownMember } from "@skald/shared";
import type { CallWith, OperationCall, UndoByEvent } from "../model/saga-model.ts";
import type { OperationModel, ServiceModel } from "../model/service-model.ts";
import type { CompiledOperationCall, CompiledUndoByEvent } from "./compiled.ts";
import { readsAnswerIn } from "./reads.ts";

/** An operation of the catalogue with the service it belongs to. @throws Error when it was not resolved. */
export function requireOperation(
  call: OperationCall,
  services: ReadonlyMap<string, ServiceModel>,
): { readonly service: string; readonly operation: OperationModel } {
  const service = services.get(call.service);
  const operation = ownMember(service?.operations ?? {}, call.operation);
  if (service === undefined || operation === undefined)
    throw new Error(`The operation "${call.service}.${call.operation}" was not resolved; check it before compiling.`);

  return { service: `${service.namespace}/${service.name}`, operation };
}

/** An operation called with parameters of its own. */
export function compileOperationCall(
  { call, with: parameters }: CallWith,
  services: ReadonlyMap<string, ServiceModel>,
): CompiledOperationCall {
  const { service, operation } = requireOperation(call, services);

  return {
    service,
    label: `${call.service}.${call.operation}`,
    with: parameters,
    params: operation.params,
    call: operation.call,
    retry: operation.retry,
    timeoutMs: operation.timeoutMs,
    readsAnswer: readsAnswerIn(parameters),
  };
}

/** How an emitted or awaited event is taken back; null when nothing does. */
export function compileUndoByEvent(undo: UndoByEvent | null, services: ReadonlyMap<string, ServiceModel>): CompiledUndoByEvent | null {
  if (undo === null) return null;

  return undo.kind === "emit" ? undo : { kind: "call", operation: compileOperationCall(undo, services) };
}
