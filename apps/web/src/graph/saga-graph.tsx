"use client";

import type { GraphView, StepView } from "@skald/shared";
import { useCallback, useEffect, useId, useRef } from "react";
import type { Face } from "#lib/faces.ts";
import { plural } from "#lib/text.ts";
import { GraphBoxes } from "./graph-boxes.tsx";
import { graphKeyHandler } from "./graph-keys.ts";
import type { Spot } from "./layout/move-focus.ts";
import { usePicture } from "./use-picture.ts";
import { ZoomBar } from "./zoom-bar.tsx";

export interface SagaGraphProps {
  readonly graph: GraphView;
  /** Its name for those who hear it. */
  readonly label?: string;
  /** None for a definition: then only the shape is drawn. */
  readonly steps?: readonly StepView[];
  readonly phase?: string;
  readonly selected?: Spot | null;
  readonly onSelect?: (spot: Spot) => void;
  readonly onCommand?: (type: "retry" | "compensate", spot: Spot) => void;
  /** What is said of states where there are no steps, such as what changed. */
  readonly marks?: ReadonlyMap<string, Face>;
  /** A word of the console's own on one box. */
  readonly note?: { readonly spot: Spot; readonly text: string } | null;
  /** The id of the steps table, for the key S and the skip link. */
  readonly stepsId?: string;
}

const NO_STEPS: readonly StepView[] = [];
const NO_MARKS: ReadonlyMap<string, Face> = new Map();

/** The two-lane picture: forward above, undo exactly below, the pivot between what rolls back and what only goes on. */
export function SagaGraph({
  graph,
  label = "Saga graph",
  steps = NO_STEPS,
  phase = "forward",
  selected = null,
  onSelect,
  onCommand,
  marks = NO_MARKS,
  note = null,
  stepsId,
}: SagaGraphProps) {
  const frame = useRef<HTMLDivElement>(null);
  const picture = usePicture(frame, graph, steps, phase);
  const { layout, zoom } = picture;
  const helpId = useId();

  const choose = useRef(onSelect);
  // Hands the newest closure to the boxes, which are drawn anew only when they change.
  useEffect(() => {
    choose.current = onSelect;
  });
  const { setFocus } = picture;
  const select = useCallback(
    (spot: Spot): void => {
      setFocus(spot);
      choose.current?.(spot);
    },
    [setFocus],
  );
  const onKeyDown = graphKeyHandler(layout, picture.byState, picture.focus, {
    go: picture.goTo,
    command: onCommand,
    toSteps: () => stepsId !== undefined && document.getElementById(stepsId)?.focus(),
    toFrame: () => frame.current?.focus(),
    zoomBy: (factor) => picture.setZoom(zoom * factor),
    fit: picture.fit,
  });
  const failed = steps.filter((step) => step.status === "failed" || step.undo === "undoFailed").length;

  return (
    <div className="max-sm:hidden">
      {stepsId !== undefined && (
        <a
          className="sr-only focus:not-sr-only focus:absolute focus:z-10 focus:m-2 focus:rounded-md focus:bg-surface focus:px-3 focus:py-2"
          href={`#${stepsId}`}
        >
          Skip graph, go to steps
        </a>
      )}
      <div className="flex items-center justify-between px-4 pt-2">
        <p className="text-[12px] text-muted" id={helpId}>
          {plural(layout.undo.length, "step")}
          {failed > 0 && `, ${failed} failed`}. Arrows move, U crosses to the undo, F finds what failed, P the pivot
          {stepsId === undefined ? "" : ", S the steps"}.
        </p>
        <ZoomBar onFit={picture.fit} onZoom={picture.setZoom} zoom={zoom} />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms, this is one picture */}
      <div
        aria-describedby={helpId}
        aria-label={label}
        className="overflow-auto"
        onKeyDown={onKeyDown}
        ref={frame}
        role="group"
        tabIndex={-1}
      >
        <div style={{ width: layout.width * zoom, height: layout.height * zoom }}>
          <div className="relative origin-top-left" style={{ width: layout.width, height: layout.height, transform: `scale(${zoom})` }}>
            <GraphBoxes marks={marks} note={note} onSelect={select} picture={picture} selected={selected} />
          </div>
        </div>
      </div>
    </div>
  );
}
