import type { SagaView, StepView } from "@skald/shared";
import { describeSaga, STEP_STATUS, UNDO_STATUS } from "#lib/status.ts";

/** What happened to a saga between two readings, one sentence each, the most important first. */
export function whatChanged(before: SagaView, after: SagaView): readonly string[] {
  const sentences: string[] = [];
  const [was, is] = [describeSaga(before).word, describeSaga(after).word];
  if (was !== is) sentences.push(`The saga is now “${is}” (it was “${was}”).`);

  const known = new Map(before.steps.map((step) => [step.state, step]));
  for (const step of after.steps) sentences.push(...stepChanges(known.get(step.state), step));

  return sentences.length === 0 ? ["Its journal has grown; no step changed."] : sentences;
}

function stepChanges(before: StepView | undefined, after: StepView): readonly string[] {
  const changes: string[] = [];
  if (before?.status !== after.status)
    changes.push(`Step “${after.state}”: ${lower(STEP_STATUS[after.status].word)}${was(before && STEP_STATUS[before.status].word)}.`);
  else if (before.attempts !== after.attempts) changes.push(`Step “${after.state}” was tried again: ${after.attempts} attempts.`);
  if (before !== undefined && before.undo !== after.undo)
    changes.push(`Undo of “${after.state}”: ${lower(UNDO_STATUS[after.undo].word)}${was(UNDO_STATUS[before.undo].word)}.`);
  else if (before !== undefined && before.undoAttempts !== after.undoAttempts)
    changes.push(`Undo of “${after.state}” was tried again: ${after.undoAttempts} attempts.`);

  return changes;
}

function was(word: string | undefined): string {
  return word === undefined ? "" : ` (was ${lower(word)})`;
}

function lower(word: string): string {
  return word.toLowerCase();
}
