import type { StepView } from "@skald/shared";
import type { KeyboardEvent } from "react";
import { moveFocus, type Spot } from "./layout/move-focus.ts";
import type { GraphLayout } from "./layout/picture.ts";

/** What the keyboard can do in the picture beside moving. */
export interface GraphActions {
  go(spot: Spot): void;
  command?: ((type: "retry" | "compensate", spot: Spot) => void) | undefined;
  toSteps(): void;
  toFrame(): void;
  zoomBy(factor: number): void;
  fit(): void;
}

/** The keys of the picture. Keys with Ctrl, Alt or Meta stay the browser's. */
export function graphKeyHandler(
  layout: GraphLayout,
  steps: ReadonlyMap<string, StepView>,
  focus: Spot,
  actions: GraphActions,
): (event: KeyboardEvent<HTMLElement>) => void {
  return (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;

    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = actionOf(key, event.shiftKey, focus, actions);
    const next = act === null && !event.shiftKey ? moveFocus(layout, steps, focus, key) : null;
    if (act === null && next === null) return;

    event.preventDefault();
    act?.();
    if (next !== null) actions.go(next);
  };
}

function actionOf(key: string, shift: boolean, focus: Spot, actions: GraphActions): (() => void) | null {
  if (shift && key === "r") return () => actions.command?.("retry", focus);
  if (shift && key === "c") return () => actions.command?.("compensate", focus);
  // Plus sits on a shifted key of many keyboards.
  if (key === "+" || key === "=") return () => actions.zoomBy(1.2);
  if (key === "-") return () => actions.zoomBy(1 / 1.2);
  if (shift) return null;
  if (key === "0") return actions.fit;
  if (key === "s") return actions.toSteps;
  if (key === "Escape") return actions.toFrame;

  return null;
}
