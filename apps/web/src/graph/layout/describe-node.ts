import type { GraphNode, StepView } from "@skald/shared";
import type { Face } from "#lib/faces.ts";
import { STEP_STATUS, UNDO_STATUS, unknownFace } from "#lib/status.ts";
import { plural, visibleText } from "#lib/text.ts";
import { formatSpan } from "#lib/time.ts";

/** The face of a step in the forward lane. */
export function stepFace(step: StepView): Face {
  const face: Face | undefined = STEP_STATUS[step.status];
  return face ?? unknownFace(step.status);
}

/** The face of what stands in the undo slot of a state. */
export function undoFace(node: GraphNode, step: StepView | undefined): Face {
  if (step !== undefined && step.undo !== "none") {
    const face: Face | undefined = UNDO_STATUS[step.undo];
    return face ?? unknownFace(step.undo);
  }
  if (node.undo.kind === "missing") return { word: "No undo defined", icon: "exclamation", tone: "wait" };
  if (node.undo.kind === "afterPivot") return { word: "No undo: retry only", icon: "dash", tone: "idle" };
  if (node.undo.kind === "irreversible") return { word: "Cannot be undone", icon: "dash", tone: "idle" };
  if (node.pivot) return { word: "No way back", icon: "dash", tone: "idle" };
  if (node.undo.kind === "none") return { word: "Needs no undo", icon: "dash", tone: "idle" };

  return step === undefined || step.status === "pending" ? { word: "Undo", icon: "hollow", tone: "idle" } : UNDO_STATUS.none;
}

/** A step and its undo as one sentence, for those who hear the picture. */
export function describeNode(node: GraphNode, number: number | null, total: number, step: StepView | undefined): string {
  const place = number === null ? "" : `Step ${number} of ${total}, `;
  const service = node.service === null ? "" : `, ${node.service} service`;
  const pivot = node.pivot ? " Pivot: after it there is no way back." : "";
  if (step === undefined) return `${place}${node.state}${service}.${pivot} ${undoSentence(node, step)}`.trim();

  const attempts = step.attempts > 1 ? ` on attempt ${step.attempts}${step.attemptsMax === null ? "" : ` of ${step.attemptsMax}`}` : "";
  const span = step.durationMs === null ? "" : `, ${formatSpan(step.durationMs)}`;
  const error = step.error === null ? "" : ` ${step.error.type}: ${visibleText(step.error.detail)}.`;
  return `${place}${node.state}${service}. ${stepFace(step).word}${attempts}${span}.${error}${pivot} ${undoSentence(node, step)}`.trim();
}

/** The undo of a step as one sentence. */
export function undoSentence(node: GraphNode, step: StepView | undefined): string {
  if (node.service === null) return "";

  const order = step?.undoOrder == null ? "" : `, number ${step.undoOrder} in the order of undoing`;
  const attempts = step !== undefined && step.undoAttempts > 1 ? ` after ${plural(step.undoAttempts, "attempt")}` : "";
  return `Undo of ${node.state}: ${undoFace(node, step).word.toLowerCase()}${attempts}${order}.`;
}

/** Whether undoing has begun or is what the saga stands still for: then the lower lane matters. */
export function isUndoing(steps: readonly StepView[], phase: string): boolean {
  return phase === "compensating" || steps.some((step) => !["none", "pending"].includes(step.undo));
}
