import type { GraphNode, StepView } from "@skald/shared";
import { type Face, faceIn } from "#lib/faces.ts";
import { STEP_STATUS, UNDO_STATUS } from "#lib/status.ts";
import { plural, visibleText } from "#lib/text.ts";
import { formatSpan } from "#lib/time.ts";

/** The face of a step in the forward lane. */
export function stepFace(step: StepView): Face {
  return faceIn(STEP_STATUS, step.status);
}

/** What could still be undone, while nothing has to be. */
const UNDOABLE: Face = { word: "Can be undone", icon: "hollow", tone: "idle" };
const SEALED: Face = { word: "Sealed by the pivot", icon: "dash", tone: "idle" };

/** Which way a saga goes: on, back, or on for good because its pivot has succeeded. */
export type Way = "forward" | "back" | "sealed";

/** The face of what stands in the undo slot of a state. */
export function undoFace(node: GraphNode, step: StepView | undefined, way: Way): Face {
  if (way === "sealed" && step?.status === "succeeded" && node.undo.kind === "call" && (step.undo === "pending" || step.undo === "none"))
    return SEALED;
  if (step?.undo === "pending" && way === "forward") return UNDOABLE;
  if (step !== undefined && step.undo !== "none") return faceIn(UNDO_STATUS, step.undo);
  if (node.undo.kind === "missing") return { word: "No undo defined", icon: "exclamation", tone: "wait" };
  if (node.undo.kind === "afterPivot") return { word: "No undo: retry only", icon: "dash", tone: "idle" };
  if (node.undo.kind === "irreversible") return { word: "Cannot be undone", icon: "dash", tone: "idle" };
  if (node.pivot) return { word: "No way back", icon: "dash", tone: "idle" };
  if (node.undo.kind === "none") return { word: "Needs no undo", icon: "dash", tone: "idle" };

  if (step === undefined || step.status === "pending") return { word: "Undo", icon: "hollow", tone: "idle" };

  // A call under way may have happened already: it would be undone.
  return ["running", "backoff", "waiting", "unknown"].includes(step.status) ? UNDOABLE : UNDO_STATUS.none;
}

/** What the sentence about a node is made of. */
export interface NodeWords {
  readonly node: GraphNode;
  readonly number: number | null;
  readonly total: number;
  readonly step: StepView | undefined;
  readonly way: Way;
}

/** A step and its undo as one sentence, for those who hear the picture. */
export function describeNode({ node, number, total, step, way }: NodeWords): string {
  const place = number === null ? "" : `Step ${number} of ${total}, `;
  const service = node.service === null ? "" : `, ${node.service} service`;
  const pivot = node.pivot ? " Pivot: after it there is no way back." : "";
  if (step === undefined) return `${place}${node.state}${service}.${pivot} ${undoSentence(node, step, way)}`.trim();

  const attempts = step.attempts > 1 ? ` on attempt ${step.attempts}${step.attemptsMax === null ? "" : ` of ${step.attemptsMax}`}` : "";
  const span = step.durationMs === null ? "" : `, ${formatSpan(step.durationMs)}`;
  const error = step.error === null ? "" : ` ${step.error.type}: ${visibleText(step.error.detail)}.`;
  return `${place}${node.state}${service}. ${stepFace(step).word}${attempts}${span}.${error}${pivot} ${undoSentence(node, step, way)}`.trim();
}

/** The undo of a step as one sentence. */
export function undoSentence(node: GraphNode, step: StepView | undefined, way: Way): string {
  if (node.service === null) return "";

  const order = step?.undoOrder == null ? "" : `, number ${step.undoOrder} in the order of undoing`;
  const attempts = step !== undefined && step.undoAttempts > 1 ? ` after ${plural(step.undoAttempts, "attempt")}` : "";
  return `Undo of ${node.state}: ${undoFace(node, step, way).word.toLowerCase()}${attempts}${order}.`;
}

/** Which way a saga goes. Once undoing has begun, or is what the saga stands still for, it goes back. */
export function wayOf(steps: readonly StepView[], phase: string): Way {
  if (phase === "compensating" || steps.some((step) => !["none", "pending"].includes(step.undo))) return "back";

  return steps.some((step) => step.kind === "pivot" && step.status === "succeeded") ? "sealed" : "forward";
}
