import { readsAnswer } from "../../../compile/reads.ts";
import { outcomeUnknown, wayOn } from "../ends.ts";
import type { ScopeWriter } from "../machine.ts";
import { httpCall, type Step } from "../step.ts";
import { undoChain } from "./undo-chain.ts";
import type { UndoLink } from "./undo-order.ts";
import { verifyState } from "./verify-state.ts";

/**
 * Where a step leads that may have happened. It is asked for where it can be; else the step undoes itself too, and where
 * it cannot do that nobody but a person can know.
 */
export function resolveDoubt(writer: ScopeWriter, step: Step, stack: readonly UndoLink[], target: string): string {
  const { task, kind, undo, verify, service } = step;
  const { onUnknownOutcome } = writer.machine.saga.compensation;
  if (kind === "readOnly") return undoChain(writer, stack, target);

  const self: readonly UndoLink[] = undo === null ? [] : [{ name: task.name, isCertain: true }];
  const unaskable = (): string => {
    if (kind === "pivot") return outcomeUnknown(writer, task.name, "it is a pivot");
    if (onUnknownOutcome === "suspend") return outcomeUnknown(writer, task.name, "the saga would be suspended");
    if (undo !== null && readsAnswer(undo)) return outcomeUnknown(writer, task.name, "its undo reads the answer");
    return undoChain(writer, [...self, ...stack], target);
  };
  const http = verify === null ? null : httpCall(verify.call, service);
  if (verify === null || http === null || (kind !== "pivot" && onUnknownOutcome !== "verify")) return unaskable();

  return verifyState(
    writer,
    { step, verify, http },
    {
      happened: wayOn(writer, task.name, task.next),
      notDone: undoChain(writer, [...(verify.conclusive ? [] : self), ...stack], target),
      unknown: unaskable(),
    },
  );
}
