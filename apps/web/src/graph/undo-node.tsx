import type { StepView } from "@skald/shared";
import { memo } from "react";
import { TONE_CLASSES } from "#lib/faces.ts";
import { StatusIcon } from "#ui/status/status-icon.tsx";
import { farPattern } from "./far-pattern.ts";
import { undoFace, undoSentence, type Way } from "./layout/describe-node.ts";
import type { Spot } from "./layout/move-focus.ts";
import type { UndoBox } from "./layout/picture.ts";
import type { Detail } from "./zoom.ts";

interface UndoNodeProps {
  readonly box: UndoBox;
  readonly step: StepView | undefined;
  readonly way: Way;
  readonly open: boolean;
  readonly detail: Detail;
  readonly inTabOrder: boolean;
  readonly selected: boolean;
  readonly note: string | null;
  readonly onSelect: (spot: Spot) => void;
}

/** The slot below a step: a slim ghost while all is well, a full box once undoing matters, hatched where there is no undo. */
export const UndoNode = memo(function UndoNode({ box, step, way, open, detail, inTabOrder, selected, note, onSelect }: UndoNodeProps) {
  const { node } = box;
  const face = undoFace(node, step, way);
  const hasUndo = node.undo.kind === "call";
  const isBroken = step?.undo === "undoFailed";
  const frame = frameOf(hasUndo, isBroken, selected, open);

  return (
    <button
      aria-pressed={selected}
      className={`absolute flex items-center overflow-hidden rounded-md text-left ${frame} ${detail === "far" ? `${TONE_CLASSES[face.tone].soft} ${farPattern(face.icon)}` : ""}`}
      data-spot={`undo:${node.state}`}
      onClick={() => onSelect({ state: node.state, lane: "undo" })}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
      tabIndex={inTabOrder ? 0 : -1}
      type="button"
    >
      <span className="sr-only">
        {undoSentence(node, step, way)} {note}
      </span>
      {open && hasUndo && !isBroken && (
        <span aria-hidden="true" className={`absolute inset-y-0 left-0 w-1 ${TONE_CLASSES[face.tone].bar}`} />
      )}
      {detail !== "far" && (
        <span aria-hidden="true" className={`flex min-w-0 flex-1 flex-col gap-0.5 pr-2 ${isBroken ? "pl-2" : "pl-3"}`}>
          {open && hasUndo && (
            <span className="flex min-w-0 items-center gap-1.5 text-[12px]">
              <span className="truncate text-muted">↩ {node.undo.label}</span>
              {step?.undoOrder != null && (
                <span className="ml-auto inline-flex h-4.5 min-w-4.5 shrink-0 items-center justify-center rounded-full bg-undo px-1 font-semibold text-[11px] text-surface tabular-nums">
                  {step.undoOrder}
                </span>
              )}
            </span>
          )}
          <span
            className={`flex min-w-0 items-center gap-1.5 rounded-sm ${hasUndo ? "" : "w-fit bg-page px-1"} ${open && hasUndo ? `font-medium text-[12.5px] ${TONE_CLASSES[face.tone].text}` : "text-[11.5px] text-muted"}`}
          >
            <StatusIcon name={face.icon} size={open ? 13 : 11} />
            <span className={open && hasUndo ? "whitespace-nowrap" : "truncate"}>{open || !hasUndo ? face.word : node.undo.label}</span>
            {open && step !== undefined && step.undoAttempts > 1 && (
              <span className="ml-auto whitespace-nowrap font-normal text-[11px] text-muted tabular-nums">
                try {step.undoAttempts}
                {step.undoAttemptsMax === null ? "" : `/${step.undoAttemptsMax}`}
              </span>
            )}
          </span>
          {open && note !== null && <span className="truncate text-[11.5px] text-muted">{note}</span>}
        </span>
      )}
    </button>
  );
});

// A broken undo has a double frame: it is told from a failed step without colour.
function frameOf(hasUndo: boolean, isBroken: boolean, selected: boolean, open: boolean): string {
  const ring = selected ? "ring-2 ring-text" : "";
  if (isBroken) return `border-4 border-bad border-double bg-surface ${ring}`;
  if (!hasUndo) return `hatch border border-line-strong border-dashed ${ring}`;

  return `border border-line-strong bg-surface ${open ? "" : "border-dashed"} ${ring}`;
}
