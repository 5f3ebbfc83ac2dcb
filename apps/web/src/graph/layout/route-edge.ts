import type { Box } from "./picture.ts";

/** The line of a connection, and where its words stand. */
export interface Route {
  readonly path: string;
  readonly label: { readonly x: number; readonly y: number } | null;
}

const BEND = 8;

/** A right-angled line from one box to another: straight on in a row, down or up through the gap, over the top to go back. */
export function routeEdge(
  from: Box & { readonly node: { readonly column: number } },
  to: Box & { readonly node: { readonly column: number } },
): Route {
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  if (to.node.column <= from.node.column) return over(from, to);
  if (Math.abs(start.y - end.y) < 1) return straight(start, end, to.node.column - from.node.column > 1 ? from : null);

  // The bend stands before the target's column, where nothing else is drawn.
  const bendX = end.x - 22;
  const sign = end.y > start.y ? 1 : -1;
  const path = `M${start.x} ${start.y} H${bendX - BEND} Q${bendX} ${start.y} ${bendX} ${start.y + sign * BEND} V${end.y - sign * BEND} Q${bendX} ${end.y} ${bendX + BEND} ${end.y} H${end.x}`;

  return { path, label: { x: bendX, y: end.y - sign * 26 } };
}

function straight(
  start: { readonly x: number; readonly y: number },
  end: { readonly x: number; readonly y: number },
  jumped: Box | null,
): Route {
  if (jumped === null) return { path: `M${start.x} ${start.y} H${end.x}`, label: { x: (start.x + end.x) / 2, y: start.y - 10 } };

  // A line that passes other boxes of its row goes above them.
  const y = jumped.y - 10;
  const [out, back] = [start.x + 16, end.x - 16];
  const path = `M${start.x} ${start.y} H${out - BEND} Q${out} ${start.y} ${out} ${start.y - BEND} V${y + BEND} Q${out} ${y} ${out + BEND} ${y} H${back - BEND} Q${back} ${y} ${back} ${y + BEND} V${end.y - BEND} Q${back} ${end.y} ${back + BEND} ${end.y} H${end.x}`;
  return { path, label: { x: out + 60, y: y - 4 } };
}

function over(from: Box, to: Box): Route {
  const [startX, endX] = [from.x + from.width / 2, to.x + to.width / 2 + (from === to ? 30 : 0)];
  const y = Math.min(from.y, to.y) - 12;
  return { path: `M${startX} ${from.y} V${y} H${endX} V${to.y}`, label: { x: (startX + endX) / 2, y: y - 4 } };
}
