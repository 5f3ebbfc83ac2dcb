import type { CompiledSaga } from "@skald/dsl";
import type { OpenCall } from "../../types/call.ts";

/** Milliseconds one attempt of a call may take. @throws Error for a state that makes no calls: a defect. */
export function timeoutOf(definition: CompiledSaga, call: Pick<OpenCall, "state" | "kind">): number {
  return callFacts(definition, call.state).timeoutMs;
}

/** What is known of the calls of a state: who is called, under which name, and how long it may take. */
export interface CallFacts {
  /** `namespace/name`; null for a whole URL. */
  readonly service: string | null;
  readonly label: string;
  readonly timeoutMs: number;
}

/** The facts of the calls of a state, or of a participant `<state>.<participant>`. @throws Error for a state that makes none. */
export function callFacts(definition: CompiledSaga, path: string): CallFacts {
  const state = definition.states[path];
  if (state?.type === "task") return state;
  if ((state?.type === "listen" || state?.type === "emit") && state.compensate?.kind === "call") return state.compensate.operation;
  if (state?.type === "transaction" && state.compensate !== null) return state.compensate;
  if (state?.type === "forEach" && state.batch !== null) return state.batch;

  const participant = participantOf(definition, path);
  if (participant !== undefined) return participant;
  throw new Error(`"${path}" makes no calls in ${definition.namespace}/${definition.name}.`);
}

function participantOf(definition: CompiledSaga, path: string): CallFacts | undefined {
  const dot = path.lastIndexOf(".");
  const group = definition.states[path.slice(0, Math.max(0, dot))];

  return group?.type === "transaction" ? group.participants.find((one) => one.name === path.slice(dot + 1)) : undefined;
}
