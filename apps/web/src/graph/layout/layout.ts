import type { GraphNode, GraphView } from "@skald/shared";
import type { EdgePath, ForwardBox, GraphLayout, UndoBox } from "./picture.ts";
import { routeEdge } from "./route-edge.ts";
import {
  COLUMN_GAP,
  END_HEIGHT,
  END_WIDTH,
  GHOST_HEIGHT,
  LANE_GAP,
  LANE_TITLE,
  NODE_HEIGHT,
  NODE_WIDTH,
  PADDING,
  PIVOT_WIDTH,
  ROW_GAP,
  UNDO_HEIGHT,
} from "./sizes.ts";

/**
 * Where everything stands. Columns and rows are the engine's; this is arithmetic: O(states + edges), no state,
 * the same answer every time, so nothing jumps while a saga runs. `open` gives undoing its full height.
 */
export function layoutGraph(graph: GraphView, open: boolean): GraphLayout {
  const columnX = placeColumns(graph);
  const top = PADDING + LANE_TITLE;
  const rows = placeRows(graph, top);
  const forward = numbered(graph).map(({ node, number }): ForwardBox => {
    const isEnd = isWithoutEffect(node);
    const width = isEnd ? END_WIDTH : NODE_WIDTH;
    const height = isEnd ? END_HEIGHT : NODE_HEIGHT;
    return {
      node,
      number,
      width,
      height,
      x: columnX[node.column] ?? PADDING,
      y: (rows[node.row]?.y ?? top) + ((rows[node.row]?.height ?? height) - height) / 2,
    };
  });

  const last = rows.at(-1);
  const laneY = (last === undefined ? top : last.y + last.height) + LANE_GAP;
  const undo = undoBoxes(forward, laneY + LANE_TITLE, open);
  const boxes = new Map(forward.map((box) => [box.node.state, box]));
  const edges = graph.edges.flatMap((edge): EdgePath[] => {
    const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)];
    return from === undefined || to === undefined
      ? []
      : [
          {
            edge,
            x: Math.min(from.x, to.x),
            width: Math.max(from.x + from.width, to.x + to.width) - Math.min(from.x, to.x),
            ...routeEdge(from, to),
          },
        ];
  });

  return {
    width: Math.max(...forward.map((box) => box.x + box.width), 0) + PADDING,
    height: Math.max(...undo.map((box) => box.y + box.height), laneY - LANE_GAP) + PADDING,
    forward,
    undo,
    edges,
    pivotX: graph.pivotColumn === null ? null : (columnX[graph.pivotColumn] ?? 0) + NODE_WIDTH + PIVOT_WIDTH / 2 + COLUMN_GAP / 4,
    undoLaneY: undo.length === 0 ? null : laneY,
    open,
  };
}

/** Whether a state calls nobody: it is drawn small and has no slot below it. */
export function isWithoutEffect(node: GraphNode): boolean {
  return node.service === null && node.operation === null && node.type !== "task";
}

function placeColumns(graph: GraphView): readonly number[] {
  const onlyEnds = Array.from({ length: graph.columns }, (_, column) =>
    graph.nodes.filter((node) => node.column === column).every(isWithoutEffect),
  );
  const columns: number[] = [];
  let x = PADDING;
  for (const [column, isNarrow] of onlyEnds.entries()) {
    columns.push(x);
    x += (isNarrow ? END_WIDTH : NODE_WIDTH) + COLUMN_GAP + (column === graph.pivotColumn ? PIVOT_WIDTH - COLUMN_GAP / 2 : 0);
  }

  return columns;
}

// A row of ends alone is as low as they are.
function placeRows(graph: GraphView, top: number): readonly { readonly y: number; readonly height: number }[] {
  const rows: { readonly y: number; readonly height: number }[] = [];
  let y = top;
  for (let row = 0; row < graph.rows; row += 1) {
    const height = graph.nodes.filter((node) => node.row === row).every(isWithoutEffect) ? END_HEIGHT : NODE_HEIGHT;
    rows.push({ y, height });
    y += height + ROW_GAP;
  }

  return rows;
}

function numbered(graph: GraphView): readonly { readonly node: GraphNode; readonly number: number | null }[] {
  const ordered = [...graph.nodes].sort((a, b) => a.column - b.column || a.row - b.row);
  let number = 0;
  return ordered.map((node) => {
    if (isWithoutEffect(node)) return { node, number: null };

    number += 1;
    return { node, number };
  });
}

// Slots mirror the rows of their steps; rows without any slot take no room.
function undoBoxes(forward: readonly ForwardBox[], top: number, open: boolean): readonly UndoBox[] {
  const steps = forward.filter((box) => !isWithoutEffect(box.node));
  const rows = [...new Set(steps.map((box) => box.node.row))].sort((a, b) => a - b);
  const height = open ? UNDO_HEIGHT : GHOST_HEIGHT;
  const gap = open ? ROW_GAP : ROW_GAP / 2;

  return steps.map((box) => ({ node: box.node, x: box.x, width: box.width, height, y: top + rows.indexOf(box.node.row) * (height + gap) }));
}
