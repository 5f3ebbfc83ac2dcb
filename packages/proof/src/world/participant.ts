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
  /** Errors its state catches by name. */
  readonly caught: ReadonlySet<string>;
}

/** The participant behind the state of a call; null for a state that calls nobody. */
export function participantOf(definition: CompiledSaga, path: string): Participant | null {
  const state = definition.states[path];
  if (state?.type === "task") return participantOfTask(state);

  const dot = path.lastIndexOf(".");
  const group = definition.states[path.slice(0, Math.max(0, dot))];
  if (group?.type !== "transaction") return null;
  const found = group.participants.find(({ name }) => name === path.slice(dot + 1));
  if (found === undefined) return null;

  return { kind: group.kind, errors: found.errors, output: found.output, verify: null, callsBack: false, caught: namesIn(group.catch) };
}

function participantOfTask({ kind, errors, output, verify, await: awaits, catch: catches }: CompiledTask): Participant {
  return { kind, errors, output, verify, callsBack: awaits !== null, caught: namesIn(catches) };
}

function namesIn(catches: CompiledTask["catch"]): ReadonlySet<string> {
  return new Set(catches.flatMap(({ errors }) => errors));
}
