import type { DiffChange, GraphView } from "@skald/shared";
import type { Face } from "#lib/faces.ts";

const ADDED: Face = { word: "Added", icon: "check", tone: "ok" };
const REMOVED: Face = { word: "Removed", icon: "cross", tone: "bad" };
const CHANGED: Face = { word: "Changed", icon: "split", tone: "run" };
const UNDO_LOST: Face = { word: "Undo lost", icon: "undoBroken", tone: "bad" };
const UNDO_CHANGED: Face = { word: "Undo changed", icon: "undoArc", tone: "undo" };
const PIVOT_MOVED: Face = { word: "Pivot moved", icon: "exclamation", tone: "wait" };

/** The face of one difference. A kind of a newer engine reads as a change. */
export function faceOfChange({ kind, severity }: DiffChange): Face {
  if (kind === "undoLost") return UNDO_LOST;
  if (kind === "pivotMoved") return PIVOT_MOVED;
  if (kind.startsWith("undo")) return UNDO_CHANGED;
  if (kind.endsWith("Added")) return ADDED;
  if (kind.endsWith("Removed")) return REMOVED;

  return severity === "warning" ? { ...CHANGED, tone: "wait" } : CHANGED;
}

/** Of several differences of one state the first of these is shown. */
const RANKS = [UNDO_LOST, PIVOT_MOVED, ADDED, REMOVED, UNDO_CHANGED, CHANGED];

/** What changed at each state of a chart: on the newer side what is new, on the older what is gone. */
export function marksOf(changes: readonly DiffChange[], graph: GraphView): ReadonlyMap<string, Face> {
  const states = new Set(graph.nodes.map(({ state }) => state));
  const marks = new Map<string, Face>();
  for (const change of changes) {
    // A way that came or went changes the state it leads from.
    const state = (change.edge?.from ?? change.subject ?? "").replaceAll("/", ".");
    if (!states.has(state)) continue;
    const face = change.edge === undefined ? faceOfChange(change) : CHANGED;
    const known = marks.get(state);
    if (known === undefined || rankOf(face) < rankOf(known)) marks.set(state, face);
  }

  return marks;
}

function rankOf({ word }: Face): number {
  return RANKS.findIndex((face) => face.word === word);
}
