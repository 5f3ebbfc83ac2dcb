"use client";

import { type RefObject, useEffect, useState } from "react";

/** The part of the picture in view, in pixels of the screen. */
export interface Viewport {
  readonly left: number;
  readonly width: number;
}

/** Coarser than a frame's scroll, finer than what is drawn beyond the view: most frames draw nothing anew. */
const STEP_PX = 200;
const OVERSCAN_PX = 400;

/** Follows size and scroll position of the picture's frame, at most once a frame. */
export function useViewport(frame: RefObject<HTMLElement | null>): Viewport {
  const [viewport, setViewport] = useState<Viewport>({ left: 0, width: 0 });

  // Talks to the browser's layout.
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;

    let waiting = 0;
    const read = (): void => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => {
        const [left, width] = [Math.floor(element.scrollLeft / STEP_PX) * STEP_PX, element.clientWidth];
        setViewport((before) => (before.left === left && before.width === width ? before : { left, width }));
      });
    };
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener("scroll", read, { passive: true });
    return () => {
      cancelAnimationFrame(waiting);
      observer.disconnect();
      element.removeEventListener("scroll", read);
    };
  }, [frame]);

  return viewport;
}

/** Whether a box is near enough to the view to be worth drawing. */
export function isNear(box: { readonly x: number; readonly width: number }, viewport: Viewport, zoom: number): boolean {
  if (viewport.width === 0) return box.x < 2000;

  const [left, right] = [box.x * zoom, (box.x + box.width) * zoom];
  return right > viewport.left - OVERSCAN_PX && left < viewport.left + viewport.width + OVERSCAN_PX;
}
