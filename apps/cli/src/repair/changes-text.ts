import type { SagaView, StepView } from "@skald/shared";

/** What has happened to a saga between two looks at it. */
export function changesText(before: SagaView, after: SagaView): string {
  const head = `Since you looked (revision ${before.revision} → ${after.revision}):`;
  const status = before.status === after.status ? [] : [`the saga: ${before.status} → ${after.status}`];
  const steps = after.steps.flatMap((step) =>
    stepChanges(
      before.steps.find(({ state }) => state === step.state),
      step,
    ),
  );
  const changes = [...status, ...steps];

  return [head, ...(changes.length === 0 ? ["  only its journal has grown"] : changes.map((change) => `  ${change}`))].join("\n");
}

function stepChanges(before: StepView | undefined, after: StepView): readonly string[] {
  const name = `step "${after.state}"`;
  if (before === undefined || before.visit !== after.visit) return [`${name}: ${after.status} (visit ${after.visit})`];

  const action = before.status === after.status ? [] : [`${name}: ${before.status} → ${after.status}`];
  const undo = before.undo === after.undo ? [] : [`undo of "${after.state}": ${before.undo} → ${after.undo}`];
  return [...action, ...undo];
}
