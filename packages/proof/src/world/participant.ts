import type { CompiledSaga, CompiledTask, ErrorRule, Template, VerifyModel } from "@skald/dsl";
import type { StepKind } from "@skald/shared";

/** Whom a call is to: a task, or a participant of a two-phase group (`book.wallet`). */
export interface Participant {
  readonly kind: StepKind;
  readonly errors: readonly ErrorRule[];
  readonly output: Template | null;
  readonly verify: VerifyModel | null;
  /** A good answer only acknowledges; a callback says what came of it. */
  readonly callsBack: boolean;
}

/** The participant behind the state of a call; null for a state that calls nobody. */
export function participantOf(definition: CompiledSaga, path: string): Participant | null {
  const state = definition.states[path];
  if (state?.type === "task") return participantOfTask(state);

  const dot = path.lastIndexOf(".");
  const group = definition.states[path.slice(0, Math.max(0, dot))];
  if (group?.type !== "transaction") return null;
  const found = group.participants.find(({ name }) => name === path.slice(dot + 1));
  return found === undefined ? null : { kind: group.kind, errors: found.errors, output: found.output, verify: null, callsBack: false };
}

function participantOfTask({ kind, errors, output, verify, await: awaits }: CompiledTask): Participant {
  return { kind, errors, output, verify, callsBack: awaits !== null };
}
