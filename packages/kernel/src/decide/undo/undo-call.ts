import { type CallModel, type CompiledOperationCall, type CompiledSaga, localName, type RetryModel, scopeOf } from "@skald/dsl";

/** The call that undoes a state. `operation` is set when it is an operation with parameters of its own. */
export interface UndoCall {
  readonly call: CallModel;
  readonly service: string | null;
  readonly retry: RetryModel;
  readonly operation: CompiledOperationCall | null;
}

/** The call that undoes a state; null when it is undone otherwise (its members, an event) or not at all. */
export function undoCallOf(definition: CompiledSaga, path: string): UndoCall | null {
  const state = definition.states[path];
  switch (state?.type) {
    case "task":
      return state.compensate === null ? null : { call: state.compensate, service: state.service, retry: state.undoRetry, operation: null };
    case "listen":
    case "emit":
      return state.compensate?.kind === "call" ? ofOperation(state.compensate.operation) : null;
    case "forEach":
      return state.batch === null ? null : ofOperation(state.batch);
    case "transaction":
      return state.compensate === null ? null : ofOperation(state.compensate);
    default:
      return participantUndo(definition, path);
  }
}

/** The undo of one participant of a group that has no undo of its own. */
function participantUndo(definition: CompiledSaga, path: string): UndoCall | null {
  const group = definition.states[scopeOf(path)];
  const participant = group?.type === "transaction" ? group.participants.find((one) => one.name === localName(path)) : undefined;
  if (participant?.compensate == null) return null;

  return { call: participant.compensate, service: participant.service, retry: participant.undoRetry, operation: null };
}

function ofOperation(operation: CompiledOperationCall): UndoCall {
  return { call: operation.call, service: operation.service, retry: operation.retry, operation };
}
