import type { ParticipantModel, TransactionState } from "../model/saga-model.ts";
import type { RetryModel } from "../model/service-model.ts";
import { compileOperationCall, requireOperation } from "./compile-operation.ts";
import { catchesTo, type StateScope } from "./compile-scope.ts";
import type { CompiledParticipant, CompiledTransaction } from "./compiled.ts";
import { participantsRead } from "./reads.ts";

/** A two-phase group with the operations of its participants resolved. */
export function compileTransaction(state: TransactionState, { model, scope, path, to }: StateScope): CompiledTransaction {
  return {
    type: "transaction",
    name: path,
    protocol: state.protocol,
    participants: state.participants.map((one) =>
      compileParticipant(one, state, { services: scope.services, undoRetry: model.compensation.retry }),
    ),
    kind: state.kind,
    compensate: state.compensate === null ? null : compileOperationCall(state.compensate, scope.services),
    locks: state.locks,
    prepareTimeoutMs: state.prepareTimeoutMs,
    commitTimeoutMs: state.commitTimeoutMs,
    abortTimeoutMs: state.abortTimeoutMs,
    catch: catchesTo(state.catch, to),
    next: state.next === null ? null : to(state.next),
  };
}

function compileParticipant(
  participant: ParticipantModel,
  group: TransactionState,
  { services, undoRetry }: { readonly services: StateScope["scope"]["services"]; readonly undoRetry: RetryModel },
): CompiledParticipant {
  const { service, operation } = requireOperation(participant.call, services);
  const label = `${participant.call.service}.${participant.call.operation}`;
  const { phases } = operation;
  if (phases === null || phases.protocol !== group.protocol)
    throw new Error(`"${label}" cannot take part in a ${group.protocol} group; check it before compiling.`);

  const others = new Set(group.participants.map((one) => one.name));
  return {
    name: participant.name,
    service,
    label,
    operation: operation.name,
    with: participant.with,
    params: operation.params,
    first: phases.first,
    commit: phases.commit,
    abort: phases.abort,
    output: operation.output,
    errors: operation.errors,
    compensate: operation.compensate,
    retry: operation.retry,
    undoRetry: operation.undoRetry ?? undoRetry,
    timeoutMs: operation.timeoutMs,
    after: participantsRead(participant.with).filter((name) => name !== participant.name && others.has(name)),
  };
}
