import type { StepView } from "@skald/shared";
import type { GraphLayout } from "./picture.ts";

/** Where the keyboard stands: a state, in its forward box or in its undo. */
export interface Spot {
  readonly state: string;
  readonly lane: "action" | "undo";
}

/** The next spot for a key, or the same one when there is nowhere to go. Null: the key is not the graph's. */
export function moveFocus(layout: GraphLayout, steps: ReadonlyMap<string, StepView>, spot: Spot, key: string): Spot | null {
  switch (key) {
    case "ArrowRight":
      return sideways(layout, spot, 1);
    case "ArrowLeft":
      return sideways(layout, spot, -1);
    case "ArrowDown":
      return sibling(layout, spot, 1);
    case "ArrowUp":
      return sibling(layout, spot, -1);
    case "Home":
      return at(spot, layout.forward[0]?.node.state);
    case "End":
      return at(spot, layout.forward.at(-1)?.node.state);
    case "u":
      return acrossLanes(layout, spot);
    case "f":
      return nextFailed(layout, steps, spot);
    case "p":
      return at({ ...spot, lane: "action" }, layout.forward.find((box) => box.node.pivot)?.node.state);
    default:
      return null;
  }
}

function lane(
  layout: GraphLayout,
  spot: Spot,
): readonly { readonly node: { readonly state: string; readonly column: number; readonly row: number } }[] {
  return spot.lane === "action" ? layout.forward : layout.undo;
}

// The next column; of its boxes the one whose row is nearest.
function sideways(layout: GraphLayout, spot: Spot, direction: 1 | -1): Spot {
  const boxes = lane(layout, spot);
  const here = boxes.find((box) => box.node.state === spot.state)?.node;
  if (here === undefined) return spot;

  const ahead = boxes.map((box) => box.node).filter((node) => (node.column - here.column) * direction > 0);
  const [next] = ahead.sort((a, b) => (a.column - b.column) * direction || Math.abs(a.row - here.row) - Math.abs(b.row - here.row));
  return at(spot, next?.state);
}

function sibling(layout: GraphLayout, spot: Spot, direction: 1 | -1): Spot {
  const boxes = lane(layout, spot);
  const here = boxes.find((box) => box.node.state === spot.state)?.node;
  if (here === undefined) return spot;

  const inColumn = boxes.map((box) => box.node).filter((node) => node.column === here.column && (node.row - here.row) * direction > 0);
  const [next] = inColumn.sort((a, b) => (a.row - b.row) * direction);
  return at(spot, next?.state);
}

function acrossLanes(layout: GraphLayout, spot: Spot): Spot {
  if (spot.lane === "undo") return { ...spot, lane: "action" };

  return layout.undo.some((box) => box.node.state === spot.state) ? { ...spot, lane: "undo" } : spot;
}

function nextFailed(layout: GraphLayout, steps: ReadonlyMap<string, StepView>, spot: Spot): Spot {
  const spots = layout.forward.flatMap((box): Spot[] => {
    const step = steps.get(box.node.state);
    if (step === undefined) return [];

    const own: Spot[] = [];
    if (step.status === "failed" || step.status === "unknown") own.push({ state: step.state, lane: "action" });
    if (step.undo === "undoFailed") own.push({ state: step.state, lane: "undo" });
    return own;
  });
  const here = spots.findIndex((each) => each.state === spot.state && each.lane === spot.lane);

  return spots[(here + 1) % Math.max(spots.length, 1)] ?? spot;
}

function at(spot: Spot, state: string | undefined): Spot {
  return state === undefined ? spot : { ...spot, state };
}
