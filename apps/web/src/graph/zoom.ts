/** How much a box tells at a zoom: all of it, its name and status, or a pattern. */
export type Detail = "full" | "brief" | "far";

export function detailOf(zoom: number): Detail {
  if (zoom >= 0.6) return "full";
  return zoom >= 0.3 ? "brief" : "far";
}

const ZOOM_MIN = 0.1;
const ZOOM_MAX = 1.5;
/** Below this the words of a box are too small to start with; the picture scrolls instead. */
const READABLE = 0.8;

export function clampZoom(zoom: number): number {
  return Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, zoom));
}

/** The zoom to begin with: the whole picture when it stays readable. */
export function firstZoom(pictureWidth: number, viewWidth: number): number {
  return viewWidth === 0 ? 1 : Math.min(1, Math.max(READABLE, viewWidth / pictureWidth));
}

/** The zoom that shows everything, however small. */
export function fitZoom(pictureWidth: number, viewWidth: number): number {
  return clampZoom(Math.min(1, viewWidth / pictureWidth));
}
