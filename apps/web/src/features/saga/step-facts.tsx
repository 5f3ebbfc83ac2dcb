import type { GraphNode, StepView } from "@skald/shared";
import { formatSpan } from "#lib/time.ts";
import { CopyButton } from "#ui/controls/copy-button.tsx";
import { FactRow } from "#ui/text/fact-row.tsx";
import { TimeText } from "#ui/text/time-text.tsx";

interface StepFactsProps {
  readonly step: StepView;
  readonly node: GraphNode | undefined;
  readonly isUndo: boolean;
}

const KINDS: Readonly<Record<string, string>> = {
  compensatable: "can be undone",
  pivot: "pivot: after it there is no way back",
  retriable: "retried until it succeeds",
  readOnly: "only reads",
};

/** The facts of a step in a short list. */
export function StepFacts({ step, node, isUndo }: StepFactsProps) {
  const attempts = isUndo ? step.undoAttempts : step.attempts;
  const max = isUndo ? step.undoAttemptsMax : step.attemptsMax;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-[13px]">
      <FactRow name="Calls">{isUndo ? (node?.undo.label ?? "–") : `${step.service ?? "–"}.${step.operation ?? ""}`}</FactRow>
      {!isUndo && step.kind !== null && <FactRow name="Kind">{KINDS[step.kind] ?? step.kind}</FactRow>}
      <FactRow name="Attempts">
        {attempts}
        {max !== null && ` of ${max}`}
      </FactRow>
      {isUndo && step.undoOrder !== null && <FactRow name="Order of undo">{step.undoOrder}</FactRow>}
      {step.visit > 1 && <FactRow name="Visit">{step.visit}</FactRow>}
      {!isUndo && step.startedAt !== null && (
        <FactRow name="Started">
          <TimeText as="clock" at={step.startedAt} />
          {step.durationMs !== null && ` · ${formatSpan(step.durationMs)}`}
        </FactRow>
      )}
      {step.dueAt !== null && (
        <FactRow name="Due">
          <TimeText at={step.dueAt} />
        </FactRow>
      )}
      {step.tainted && <FactRow name="Note">An attempt ended with an unknown outcome, so it counts as done.</FactRow>}
      {step.idempotencyKey !== null && (
        <FactRow name="Key">
          <span className="flex items-start gap-1">
            <span className="break-all font-mono text-[12px]">
              {step.idempotencyKey}
              {isUndo && "/undo"}
            </span>
            <CopyButton label="Copy the Idempotency-Key" text={step.idempotencyKey + (isUndo ? "/undo" : "")} />
          </span>
        </FactRow>
      )}
    </dl>
  );
}
