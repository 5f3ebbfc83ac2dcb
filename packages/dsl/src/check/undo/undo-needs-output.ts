import type { Path } from "../../diagnostics/places.ts";
import type { Report } from "../../diagnostics/report.ts";
import { kindOfTask } from "../../model/edges.ts";
import { operationOf } from "../../model/resolve.ts";
import type { VerifyModel } from "../../model/service-model.ts";
import type { Check, SagaDefinition, ServiceDefinition } from "../check.ts";
import type { SiteReference } from "../sites/checked-site.ts";
import { answerReads, isReplaceable } from "./reads-answer.ts";

// After a time-out nobody knows the answer, and the undo must run all the same (R2). What it reads must then come
// from `verify`, whose output is rendered for both answers.

/** In a catalogue: an undo that reads the answer has a verify with an output. */
export const undoNeedsOutputInCatalogue: Check<ServiceDefinition> = ({ model, references }, report) => {
  for (const operation of Object.values(model.operations)) {
    if (operation.kind === "readOnly") continue;
    tell(references, { undo: ["operations", operation.name, "compensate"], verify: operation.verify, report });
  }
};

/** In a saga: the same for undos written in place, and for all of them when unknown outcomes are undone unasked. */
export const undoNeedsOutput: Check = (definition, report) => {
  const { model, services, references, places } = definition;
  for (const state of model.states) {
    if (state.type !== "task" || state.compensate === null || kindOfTask(state, services) === "readOnly") continue;
    tell(references, {
      undo: ["states", state.name, "compensate"],
      verify: state.verify ?? operationOf(state, services)?.verify ?? null,
      report,
    });
  }
  if (model.compensation.onUnknownOutcome !== "compensate") return;

  const reader = model.states.find((state) => state.type === "task" && undoReadsOutput(state.name, definition));
  if (reader === undefined) return;
  report({
    code: "UNDO_NEEDS_OUTPUT",
    at: places.spanOf(["compensation", "onUnknownOutcome"]),
    message: `With "compensate" nobody asks what happened, but the undo of "${reader.name}" reads its output.`,
  });
};

interface Telling {
  readonly undo: Path;
  readonly verify: VerifyModel | null;
  readonly report: Report;
}

function tell(references: readonly SiteReference[], { undo, verify, report }: Telling): void {
  for (const read of answerReads(references, undo)) {
    if (isReplaceable(read) && verify !== null && verify.output !== null) continue;
    report({ code: "UNDO_NEEDS_OUTPUT", at: read.at(), message: messageFor(read, verify) });
  }
}

function messageFor(read: SiteReference, verify: VerifyModel | null): string {
  if (!isReplaceable(read)) return "The raw response is missing after an unknown outcome, and verify cannot replace it: read output.";

  return verify === null
    ? "This undo reads output, which is missing after an unknown outcome, and there is no verify to ask."
    : "This undo reads output, but verify has no output to replace a missing one.";
}

function undoReadsOutput(name: string, { model, services, references }: SagaDefinition): boolean {
  const state = model.states.find((each) => each.name === name);
  if (state?.type !== "task") return false;
  if (state.compensate !== null) return answerReads(references, ["states", name, "compensate"]).length > 0;

  const undo = operationOf(state, services)?.compensate ?? null;
  return undo !== null && READS_OUTPUT.test(JSON.stringify(undo));
}

// The catalogue's own expressions are checked with the catalogue; here its model is all there is.
const READS_OUTPUT = /\$\{(?:[^}]*[^.\w])?(?:output|response)\b/;
