import type { Path } from "../../diagnostics/places.ts";
import type { Report } from "../../diagnostics/report.ts";
import { kindOfTask } from "../../model/edges.ts";
import { operationOf, type ResolvedServices } from "../../model/resolve.ts";
import type { TaskState } from "../../model/saga-model.ts";
import type { VerifyModel } from "../../model/service-model.ts";
import { isOfType, type PlacedState } from "../../model/states/placed-states.ts";
import type { Check, ServiceDefinition } from "../check.ts";
import { keyOf } from "../scope-index.ts";
import type { SiteReference } from "../sites/checked-site.ts";
import { answerReads, isReplaceable } from "./reads-answer.ts";

// After a time-out nobody knows the answer, and the undo must run all the same (R2). What it reads must then come
// from `verify`, whose output is rendered for both answers.

/** In a catalogue: an undo that reads the answer has a verify with an output. */
export const undoNeedsOutputInCatalogue: Check<ServiceDefinition> = ({ model, references }, report) => {
  const reads = Map.groupBy(references, ({ site }) => String(site.path[1]));
  for (const operation of Object.values(model.operations)) {
    if (operation.kind === "readOnly" || operation.phases !== null) continue;
    tell(reads.get(operation.name) ?? [], { undo: ["operations", operation.name, "compensate"], verify: operation.verify, report });
  }
};

/** In a saga: the same for undos written in place, and for all of them when unknown outcomes are undone unasked. */
export const undoNeedsOutput: Check = (definition, report) => {
  const { model, states, services, references, places } = definition;
  const reads = Map.groupBy(references, ({ site }) =>
    site.place === null ? null : keyOf(site.path.slice(0, site.place.scope.path.length + 2)),
  );
  for (const placed of states) {
    const own = reads.get(keyOf(placed.path)) ?? [];
    if (isOfType(placed, "task")) checkTask(placed, own, { services, report });
    if (isOfType(placed, "forEach")) checkBatch(own, report);
  }
  if (model.compensation.onUnknownOutcome !== "compensate") return;

  const reader = states.find(
    (placed) => isOfType(placed, "task") && undoReadsOutput(placed, reads.get(keyOf(placed.path)) ?? [], services),
  );
  if (reader === undefined) return;
  report({
    code: "UNDO_NEEDS_OUTPUT",
    at: places.spanOf(["compensation", "onUnknownOutcome"]),
    message: `With "compensate" nobody asks what happened, but the undo of "${reader.state.name}" reads its output.`,
  });
};

function checkTask(
  { state, path }: PlacedState<TaskState>,
  reads: readonly SiteReference[],
  { services, report }: { readonly services: ResolvedServices; readonly report: Report },
): void {
  if (state.compensate === null || kindOfTask(state, services) === "readOnly") return;

  tell(reads, { undo: [...path, "compensate"], verify: state.verify ?? operationOf(state, services)?.verify ?? null, report });
}

// The undo of all items is given the unknown ones too, and these have no output.
function checkBatch(reads: readonly SiteReference[], report: Report): void {
  for (const { reference, at } of reads) {
    const [root, , member] = reference.path;
    const isSafe = reference.guardedFrom !== null && reference.guardedFrom <= 2;
    if (root !== "items" || member !== "output" || isSafe) continue;
    report({
      code: "UNDO_NEEDS_OUTPUT",
      at: at(),
      message: "An item whose outcome is unknown has no output: read it as an optional, item.?output.",
    });
  }
}

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

function undoReadsOutput({ state, path }: PlacedState<TaskState>, reads: readonly SiteReference[], services: ResolvedServices): boolean {
  if (state.compensate !== null) return answerReads(reads, [...path, "compensate"]).length > 0;

  const undo = operationOf(state, services)?.compensate ?? null;
  return undo !== null && READS_OUTPUT.test(JSON.stringify(undo));
}

// The catalogue's own expressions are checked with the catalogue; here its model is all there is.
const READS_OUTPUT = /\$\{(?:[^}]*[^.\w])?(?:output|response)\b/;
