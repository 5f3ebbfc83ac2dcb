import type { GraphNode, StepView } from "@skald/shared";
import type { ReactNode } from "react";
import { formatSpan } from "#lib/time.ts";
import { CopyButton } from "#ui/copy-button.tsx";
import { TimeText } from "#ui/time-text.tsx";

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
      <Row name="Calls">{isUndo ? (node?.undo.label ?? "–") : `${step.service ?? "–"}.${step.operation ?? ""}`}</Row>
      {!isUndo && step.kind !== null && <Row name="Kind">{KINDS[step.kind] ?? step.kind}</Row>}
      <Row name="Attempts">
        {attempts}
        {max !== null && ` of ${max}`}
      </Row>
      {isUndo && step.undoOrder !== null && <Row name="Order of undo">{step.undoOrder}</Row>}
      {step.visit > 1 && <Row name="Visit">{step.visit}</Row>}
      {!isUndo && step.startedAt !== null && (
        <Row name="Started">
          <TimeText as="clock" at={step.startedAt} />
          {step.durationMs !== null && ` · ${formatSpan(step.durationMs)}`}
        </Row>
      )}
      {step.dueAt !== null && (
        <Row name="Due">
          <TimeText at={step.dueAt} />
        </Row>
      )}
      {step.tainted && <Row name="Note">An attempt ended with an unknown outcome, so it counts as done.</Row>}
      {step.idempotencyKey !== null && (
        <Row name="Key">
          <span className="flex items-start gap-1">
            <span className="break-all font-mono text-[12px]">
              {step.idempotencyKey}
              {isUndo && "/undo"}
            </span>
            <CopyButton label="Copy the Idempotency-Key" text={step.idempotencyKey + (isUndo ? "/undo" : "")} />
          </span>
        </Row>
      )}
    </dl>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
