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

/** What could still be undone, while nothing has to be. */
const UNDOABLE: Face = { word: "Can be undone", icon: "hollow", tone: "idle" };

/** The face of what stands in the undo slot of a state. `undoing`: the saga goes back, or has gone. */
export function undoFace(node: GraphNode, step: StepView | undefined, undoing: boolean): Face {
  if (step?.undo === "pending" && !undoing) return UNDOABLE;
  if (step !== undefined && step.undo !== "none") {
    const face: Face | undefined = UNDO_STATUS[step.undo];
    return face ?? unknownFace(step.undo);
  }
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
  readonly undoing: boolean;
}

/** A step and its undo as one sentence, for those who hear the picture. */
export function describeNode({ node, number, total, step, undoing }: NodeWords): string {
  const place = number === null ? "" : `Step ${number} of ${total}, `;
  const service = node.service === null ? "" : `, ${node.service} service`;
  const pivot = node.pivot ? " Pivot: after it there is no way back." : "";
  if (step === undefined) return `${place}${node.state}${service}.${pivot} ${undoSentence(node, step, undoing)}`.trim();

  const attempts = step.attempts > 1 ? ` on attempt ${step.attempts}${step.attemptsMax === null ? "" : ` of ${step.attemptsMax}`}` : "";
  const span = step.durationMs === null ? "" : `, ${formatSpan(step.durationMs)}`;
  const error = step.error === null ? "" : ` ${step.error.type}: ${visibleText(step.error.detail)}.`;
  return `${place}${node.state}${service}. ${stepFace(step).word}${attempts}${span}.${error}${pivot} ${undoSentence(node, step, undoing)}`.trim();
}

/** The undo of a step as one sentence. */
export function undoSentence(node: GraphNode, step: StepView | undefined, undoing: boolean): string {
  if (node.service === null) return "";

  const order = step?.undoOrder == null ? "" : `, number ${step.undoOrder} in the order of undoing`;
  const attempts = step !== undefined && step.undoAttempts > 1 ? ` after ${plural(step.undoAttempts, "attempt")}` : "";
  return `Undo of ${node.state}: ${undoFace(node, step, undoing).word.toLowerCase()}${attempts}${order}.`;
}

/** Whether undoing has begun or is what the saga stands still for: then the lower lane matters. */
export function isUndoing(steps: readonly StepView[], phase: string): boolean {
  return phase === "compensating" || steps.some((step) => !["none", "pending"].includes(step.undo));
}
