import type { ExportLoss } from "../../loss.ts";
import { type ScopeWriter, tell } from "../machine.ts";
import type { Step } from "../step.ts";
import type { ErrorCodes } from "../undo/error-codes.ts";
import { isRounded } from "./retries.ts";

type TaskLoss = Omit<ExportLoss, "at"> & { readonly field: string };

/** Tells what a task says and a machine cannot. */
export function tellTaskLosses(writer: ScopeWriter, step: Step, codes: ErrorCodes): void {
  for (const loss of [...writtenLosses(step), ...serviceLosses(step), ...answerLosses(codes)]) tell(writer, step.task.name, loss);
  const pastPivot = writer.order.pastPivot(step.task.name);
  if (pastPivot !== "never")
    tell(writer, step.task.name, {
      kind: "changed",
      what:
        pastPivot === "always"
          ? "Behind the pivot nobody can be asked: it is tried again without end, and a refusal nobody catches ends the execution."
          : "It may stand behind the pivot or before it: when it fails the execution turns back, as before the pivot.",
      remedy: pastPivot === "always" ? "Alarm on the age of executions and on the error StuckForward." : "Write a state for each way.",
    });
}

function writtenLosses({ task, operation, retry }: Step): readonly TaskLoss[] {
  const said: readonly (readonly [isSaid: boolean, loss: TaskLoss])[] = [
    [
      task.locks.length > 0,
      { field: "lock", kind: "dropped", what: "The lock is not taken.", remedy: "Take it in a state before, in a table of your own." },
    ],
    [
      task.await !== null,
      { field: "await", kind: "dropped", what: "The callback is not waited for.", remedy: "Use a task with a token (.waitForTaskToken)." },
    ],
    [
      (operation?.phases ?? null) !== null,
      {
        field: "call",
        kind: "dropped",
        what: "The operation speaks two phases; none of their calls is made.",
        remedy: "Write the phases as states.",
      },
    ],
    [
      isRounded(retry),
      {
        field: "retry",
        kind: "changed",
        what: "Delays are whole seconds, at least one.",
        remedy: "Accept it, or retry inside the service.",
      },
    ],
    [
      retry.withinMs !== null,
      { field: "retry", kind: "dropped", what: "Nothing bounds all attempts together.", remedy: "Lower the number of attempts." },
    ],
  ];

  return said.filter(([isSaid]) => isSaid).map(([, loss]) => loss);
}

function serviceLosses({ service }: Step): readonly TaskLoss[] {
  if (service === null) return [];
  const { concurrency, rateLimit, circuitBreaker } = service.live;
  if (concurrency === null && rateLimit === null && circuitBreaker === null) return [];

  return [
    {
      field: "call",
      kind: "dropped",
      what: `The limits of the service "${service.name}" are not kept.`,
      remedy: "Limit calls in the service, or in a gateway before it.",
    },
  ];
}

function answerLosses({ untold }: ErrorCodes): readonly TaskLoss[] {
  return untold.map((type) => ({
    field: "call",
    kind: "dropped",
    what: `The error "${type}" is told by more than a status of failure; such an answer is taken as its status says.`,
    remedy: "Ask for it in a Choice behind the task, or give it a status of its own.",
  }));
}
