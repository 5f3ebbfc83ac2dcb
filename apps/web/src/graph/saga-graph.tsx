"use client";

import type { GraphView, StepView } from "@skald/shared";
import { useId, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { plural } from "#lib/text.ts";
import { GraphBoxes } from "./graph-boxes.tsx";
import { graphKeyHandler } from "./graph-keys.ts";
import { isUndoing } from "./layout/describe-node.ts";
import { layoutGraph } from "./layout/layout.ts";
import type { Spot } from "./layout/move-focus.ts";
import { useViewport } from "./use-viewport.ts";
import { clampZoom, firstZoom, fitZoom } from "./zoom.ts";
import { ZoomBar } from "./zoom-bar.tsx";

export interface SagaGraphProps {
  readonly graph: GraphView;
  /** None for a definition: then only the shape is drawn. */
  readonly steps?: readonly StepView[];
  readonly phase?: string;
  readonly selected?: Spot | null;
  readonly onSelect?: (spot: Spot) => void;
  readonly onCommand?: (type: "retry" | "compensate", spot: Spot) => void;
  /** A word of the console's own on one box. */
  readonly note?: { readonly spot: Spot; readonly text: string } | null;
  /** The id of the steps table, for the key S and the skip link. */
  readonly stepsId?: string;
}

const NO_STEPS: readonly StepView[] = [];

/** The two-lane picture: forward above, undo exactly below, the pivot between what rolls back and what only goes on. */
export function SagaGraph({
  graph,
  steps = NO_STEPS,
  phase = "forward",
  selected = null,
  onSelect,
  onCommand,
  note = null,
  stepsId,
}: SagaGraphProps) {
  const frame = useRef<HTMLDivElement>(null);
  const viewport = useViewport(frame);
  const byState = useMemo(() => new Map(steps.map((step) => [step.state, step])), [steps]);
  const open = isUndoing(steps, phase);
  const layout = useMemo(() => layoutGraph(graph, open), [graph, open]);
  const [focus, setFocus] = useState<Spot>({ state: troubled(steps) ?? graph.start, lane: "action" });
  const [chosenZoom, setChosenZoom] = useState<number | null>(null);
  const zoom = chosenZoom ?? firstZoom(layout.width, viewport.width);
  const helpId = useId();

  const goTo = (spot: Spot): void => {
    // The box must be in the page before it can take the focus.
    flushSync(() => setFocus(spot));
    frame.current?.querySelector<HTMLElement>(`[data-spot="${CSS.escape(`${spot.lane}:${spot.state}`)}"]`)?.focus();
  };
  const select = (spot: Spot): void => {
    setFocus(spot);
    onSelect?.(spot);
  };
  const fit = (): void => setChosenZoom(fitZoom(layout.width, viewport.width));
  const onKeyDown = graphKeyHandler(layout, byState, focus, {
    go: goTo,
    command: onCommand,
    toSteps: () => stepsId !== undefined && document.getElementById(stepsId)?.focus(),
    toFrame: () => frame.current?.focus(),
    zoomBy: (factor) => setChosenZoom(clampZoom(zoom * factor)),
    fit,
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
        <ZoomBar onFit={fit} onZoom={(next) => setChosenZoom(clampZoom(next))} zoom={zoom} />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms, this is one picture */}
      <div
        aria-describedby={helpId}
        aria-label="Saga graph"
        className="overflow-auto"
        onKeyDown={onKeyDown}
        ref={frame}
        role="group"
        tabIndex={-1}
      >
        <div style={{ width: layout.width * zoom, height: layout.height * zoom }}>
          <div className="relative origin-top-left" style={{ width: layout.width, height: layout.height, transform: `scale(${zoom})` }}>
            <GraphBoxes
              focus={focus}
              layout={layout}
              note={note}
              onSelect={select}
              selected={selected}
              steps={byState}
              viewport={viewport}
              zoom={zoom}
            />
          </div>
        </div>
      </div>
    </div>
  );
}

// Where the eye should begin: what failed, else what runs.
function troubled(steps: readonly StepView[]): string | undefined {
  const bad = steps.find((step) => step.undo === "undoFailed" || step.status === "failed" || step.status === "unknown");
  return (bad ?? steps.find((step) => step.status === "running" || step.status === "backoff"))?.state;
}
