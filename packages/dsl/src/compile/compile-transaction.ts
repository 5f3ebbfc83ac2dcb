import type { ParticipantModel, TransactionState } from "../model/saga-model.ts";
import type { CallModel, OperationModel, PhasesModel, RetryModel } from "../model/service-model.ts";
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
  const phases = phasesIn(group, operation);
  if (phases === null) throw new Error(`"${label}" cannot take part in a ${group.protocol} group; check it before compiling.`);

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

/** How an operation takes part in a group; null: it cannot. */
function phasesIn({ protocol }: TransactionState, { phases, call }: OperationModel): PhasesModel | null {
  if (phases !== null) return phases.protocol === protocol ? phases : null;

  return protocol === "2pc" && call.sql !== undefined ? { protocol, first: call, commit: endOf(call), abort: endOf(call) } : null;
}

/** A database prepares by itself, so a phase that ends it has no statements of its own (dsl.md, section 1). */
function endOf(call: CallModel): CallModel {
  return { ...call, sql: { statements: [], bind: [] } };
}
