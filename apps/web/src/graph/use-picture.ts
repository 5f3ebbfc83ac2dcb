"use client";

import type { GraphView, StepView } from "@skald/shared";
import { type RefObject, useEffect, useMemo, useState } from "react";
import { flushSync } from "react-dom";
import { type Way, wayOf } from "./layout/describe-node.ts";
import { layoutGraph } from "./layout/layout.ts";
import type { Spot } from "./layout/move-focus.ts";
import type { GraphLayout } from "./layout/picture.ts";
import { useViewport, type Viewport } from "./use-viewport.ts";
import { clampZoom, firstZoom, fitZoom } from "./zoom.ts";

/** The picture as it is looked at: where everything stands, how near, and where the keyboard is. */
export interface Picture {
  readonly layout: GraphLayout;
  readonly way: Way;
  readonly byState: ReadonlyMap<string, StepView>;
  readonly viewport: Viewport;
  readonly zoom: number;
  readonly focus: Spot;
  setZoom(zoom: number): void;
  fit(): void;
  setFocus(spot: Spot): void;
  /** Moves the keyboard's focus itself. */
  goTo(spot: Spot): void;
}

/** Holds zoom and focus of one picture; where things stand is computed from the chart alone. */
export function usePicture(frame: RefObject<HTMLDivElement | null>, graph: GraphView, steps: readonly StepView[], phase: string): Picture {
  const viewport = useViewport(frame);
  const byState = useMemo(() => new Map(steps.map((step) => [step.state, step])), [steps]);
  const way = wayOf(steps, phase);
  const layout = useMemo(() => layoutGraph(graph, way === "back"), [graph, way]);
  const [focus, setFocus] = useState<Spot>({ state: firstFocus(graph, steps), lane: "action" });
  const [chosenZoom, setChosenZoom] = useState<number | null>(null);
  const zoom = chosenZoom ?? firstZoom(layout.width, viewport.width);

  const startX = layout.forward.find((box) => box.node.state === focus.state)?.x ?? 0;
  const isMeasured = viewport.width > 0;
  // Talks to the browser's layout: a long saga opens where it is in trouble, not at its beginning.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the frame has its size; later the person scrolls
  useEffect(() => {
    const element = frame.current;
    if (element !== null && isMeasured && startX * zoom > element.clientWidth * 0.8)
      element.scrollLeft = startX * zoom - element.clientWidth / 2;
  }, [isMeasured]);

  return {
    layout,
    way,
    byState,
    viewport,
    zoom,
    focus,
    setZoom: (next) => setChosenZoom(clampZoom(next)),
    fit: () => setChosenZoom(fitZoom(layout.width, viewport.width)),
    setFocus,
    goTo: (spot) => {
      // The box must be in the page before it can take the focus.
      flushSync(() => setFocus(spot));
      frame.current?.querySelector<HTMLElement>(`[data-spot="${CSS.escape(`${spot.lane}:${spot.state}`)}"]`)?.focus();
    },
  };
}

// Where the eye should begin: what failed, else what runs, else the start.
function firstFocus(graph: GraphView, steps: readonly StepView[]): string {
  const drawn = new Set(graph.nodes.map((node) => node.state));
  const known = steps.filter((step) => drawn.has(step.state));
  const bad = known.find((step) => step.undo === "undoFailed" || step.status === "failed" || step.status === "unknown");
  const busy = known.find((step) => step.status === "running" || step.status === "backoff");

  return (bad ?? busy)?.state ?? (drawn.has(graph.start) ? graph.start : (graph.nodes[0]?.state ?? ""));
}
