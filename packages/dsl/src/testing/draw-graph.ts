import type { GraphNode, GraphView } from "@skald/shared";

/**
 * A picture as text: a grid of boxes, `[ship 2x3]` for a block and its size, `ship>load` for a box inside one; then what
 * undoes whom and the edges. For golden files.
 */
export function drawGraph(graph: GraphView): string {
  const width = 2 + Math.max(...graph.nodes.map((node) => boxOf(node).length));
  const grid = Array.from({ length: graph.rows }, (_, row) => gridRows(graph, row, width).join("\n"));
  const undos = graph.nodes
    .filter(({ undo }) => undo.label !== "")
    .map(({ state, undo, pivot }) => `${pivot ? "◆" : "↶"} ${state}: ${undo.label}`);
  const edges = graph.edges.map(({ from, to, kind, label }) => `${from} → ${to}  ${kind}${label === null ? "" : ` ${label}`}`);

  return [...grid, "", ...undos, "", ...edges, ""].join("\n");
}

// Boxes that share a cell stand above each other, a block over what begins inside it.
function gridRows(graph: GraphView, row: number, width: number): readonly string[] {
  const cells = Array.from({ length: graph.columns }, (_, column) =>
    graph.nodes.filter((node) => node.row === row && node.column === column).map(boxOf),
  );
  const lines = Math.max(...cells.map((boxes) => boxes.length));

  return Array.from({ length: lines }, (_, line) =>
    cells
      .map((boxes) => (boxes[line - (lines - boxes.length)] ?? "").padEnd(width))
      .join("")
      .trimEnd(),
  );
}

function boxOf({ state, span }: GraphNode): string {
  const name = state.replaceAll(".", ">");

  return span.columns * span.rows > 1 ? `[${name} ${span.columns}x${span.rows}]` : name;
}
