import type { Face } from "#lib/faces.ts";
import { ForwardNode } from "./forward-node.tsx";
import { GraphLines } from "./graph-lines.tsx";
import type { Spot } from "./layout/move-focus.ts";
import { LANE_TITLE, PADDING } from "./layout/sizes.ts";
import { UndoNode } from "./undo-node.tsx";
import type { Picture } from "./use-picture.ts";
import { isNear } from "./use-viewport.ts";
import { detailOf } from "./zoom.ts";

interface GraphBoxesProps {
  readonly picture: Picture;
  readonly selected: Spot | null;
  readonly marks: ReadonlyMap<string, Face>;
  readonly note: { readonly spot: Spot; readonly text: string } | null;
  readonly onSelect: (spot: Spot) => void;
}

/** The boxes near the view, in the order of reading: each step, then its undo. Far ones are not in the page. */
export function GraphBoxes({ picture, selected, marks, note, onSelect }: GraphBoxesProps) {
  const { layout, way, byState: steps, focus, viewport, zoom } = picture;
  const detail = detailOf(zoom);
  const total = layout.undo.length;
  const undoBoxes = new Map(layout.undo.map((box) => [box.node.state, box]));
  const shown = layout.forward.filter((box) => box.node.state === focus.state || isNear(box, viewport, zoom));
  const propsOf = (spot: Spot) => ({
    detail,
    way,
    step: steps.get(spot.state),
    inTabOrder: isSame(focus, spot),
    selected: isSame(selected, spot),
    note: note !== null && isSame(note.spot, spot) ? note.text : null,
    onSelect,
  });

  return (
    <>
      <GraphLines layout={layout} steps={steps} viewport={viewport} zoom={zoom} />
      <LaneTitle top={PADDING - 4}>FORWARD ▶</LaneTitle>
      {layout.undoLaneY !== null && <LaneTitle top={layout.undoLaneY}>◀ UNDO</LaneTitle>}
      {shown.map((box) => {
        const { state } = box.node;
        const undo = undoBoxes.get(state);
        return [
          <ForwardNode
            box={box}
            key={`action:${state}`}
            mark={marks.get(state) ?? null}
            total={total}
            {...propsOf({ state, lane: "action" })}
          />,
          undo && <UndoNode box={undo} open={layout.open} key={`undo:${state}`} {...propsOf({ state, lane: "undo" })} />,
        ];
      })}
    </>
  );
}

function LaneTitle({ top, children }: { readonly top: number; readonly children: string }) {
  return (
    <p className="absolute font-semibold text-[11px] text-muted tracking-[0.08em]" style={{ left: PADDING, top, height: LANE_TITLE }}>
      {children}
    </p>
  );
}

function isSame(a: Spot | null, b: Spot): boolean {
  return a !== null && a.state === b.state && a.lane === b.lane;
}
