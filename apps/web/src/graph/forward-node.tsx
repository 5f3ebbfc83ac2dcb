import type { StepView } from "@skald/shared";
import { memo } from "react";
import { type Face, TONE_CLASSES } from "#lib/faces.ts";
import { formatSpan } from "#lib/time.ts";
import { StatusIcon } from "#ui/status/status-icon.tsx";
import { farPattern } from "./far-pattern.ts";
import { describeNode, stepFace, type Way } from "./layout/describe-node.ts";
import { isWithoutEffect } from "./layout/layout.ts";
import type { Spot } from "./layout/move-focus.ts";
import type { ForwardBox } from "./layout/picture.ts";
import type { Detail } from "./zoom.ts";

interface ForwardNodeProps {
  readonly box: ForwardBox;
  readonly step: StepView | undefined;
  readonly total: number;
  readonly way: Way;
  readonly detail: Detail;
  readonly inTabOrder: boolean;
  readonly selected: boolean;
  /** What is said of the state where there is no step. */
  readonly mark: Face | null;
  /** A word of the console's own, such as what was just requested. */
  readonly note: string | null;
  readonly onSelect: (spot: Spot) => void;
}

/** A state of the forward lane. */
export const ForwardNode = memo(function ForwardNode({
  box,
  step,
  total,
  way,
  detail,
  inTabOrder,
  selected,
  mark,
  note,
  onSelect,
}: ForwardNodeProps) {
  const { node } = box;
  const face = step === undefined ? mark : stepFace(step);
  const isEnd = isWithoutEffect(node);
  const quiet = step?.status === "notTaken" || step?.status === "pending" || step?.status === "skipped";

  return (
    <button
      aria-pressed={selected}
      className={`absolute flex flex-col overflow-hidden border bg-surface text-left ${isEnd ? "items-center justify-center rounded-full" : "rounded-md"} border-line-strong ${selected ? "ring-2 ring-text" : ""} ${quiet ? "border-dashed" : ""} ${detail === "far" && face !== null ? `${TONE_CLASSES[face.tone].soft} ${farPattern(face.icon)}` : ""}`}
      data-spot={`action:${node.state}`}
      onClick={() => onSelect({ state: node.state, lane: "action" })}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
      tabIndex={inTabOrder ? 0 : -1}
      type="button"
    >
      {/* The sentence is for those who hear the picture, the words beside it for those who see it. */}
      <span className="sr-only">
        {describeNode({ node, number: box.number, total, step, way })} {mark?.word} {note}
      </span>
      {isEnd ? (
        <span aria-hidden="true" className="flex items-center gap-1.5 font-medium text-[13px]">
          <StatusIcon className="text-muted" name={node.type === "fail" ? "cross" : "check"} size={14} />
          {node.state}
          {face !== null && step === undefined && <span className={`text-[11px] ${TONE_CLASSES[face.tone].text}`}>{face.word}</span>}
        </span>
      ) : (
        <>
          {face !== null && <span aria-hidden="true" className={`absolute inset-y-0 left-0 w-1 ${TONE_CLASSES[face.tone].bar}`} />}
          {detail !== "far" && <NodeWords box={box} brief={detail === "brief"} face={face} note={note} step={step} />}
        </>
      )}
    </button>
  );
});

interface NodeWordsProps {
  readonly box: ForwardBox;
  readonly step: StepView | undefined;
  readonly face: Face | null;
  readonly brief: boolean;
  readonly note: string | null;
}

function NodeWords({ box, step, face, brief, note }: NodeWordsProps) {
  const { node } = box;
  return (
    <span aria-hidden="true" className="flex min-w-0 flex-1 flex-col justify-center gap-0.5 py-1.5 pr-2.5 pl-3.5">
      <span className={`flex min-w-0 items-baseline gap-1.5 ${brief ? "text-[20px]" : "text-[13px]"}`}>
        <span className="truncate font-semibold">{node.state}</span>
        {node.pivot && <span className="shrink-0 font-semibold text-[10px] tracking-[0.06em]">PIVOT</span>}
        <span className="ml-auto shrink-0 text-[11px] text-muted tabular-nums">{box.number}</span>
      </span>
      {face !== null && (
        <span
          className={`flex items-center gap-1.5 whitespace-nowrap font-medium ${brief ? "text-[18px]" : "text-[12.5px]"} ${TONE_CLASSES[face.tone].text}`}
        >
          <StatusIcon name={face.icon} size={brief ? 18 : 13} />
          {face.word}
          {!brief && step !== undefined && step.attempts > 1 && (
            <span className="ml-auto font-normal text-[11px] text-muted tabular-nums">
              try {step.attempts}
              {step.attemptsMax === null ? "" : `/${step.attemptsMax}`}
            </span>
          )}
        </span>
      )}
      {!brief && (
        <span className="flex min-w-0 items-baseline gap-2 text-[11.5px] text-muted">
          {step?.durationMs != null && <span className="shrink-0 tabular-nums">{formatSpan(step.durationMs)}</span>}
          <span className="truncate">{note ?? node.service ?? node.type}</span>
          {(step?.visit ?? 1) > 1 && <span className="ml-auto shrink-0">visit {step?.visit}</span>}
        </span>
      )}
    </span>
  );
}
