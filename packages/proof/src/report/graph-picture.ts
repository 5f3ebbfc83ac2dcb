import type { GraphEdge, GraphNode, GraphView } from "@skald/shared";
import { escapeXml } from "./junit.ts";

/** What of a graph a picture points out. */
export interface Highlight {
  /** States that were gone through. */
  readonly path: readonly string[];
  readonly undone: readonly string[];
  /** The state where it went wrong; null: nowhere in particular. */
  readonly wrong: string | null;
}

const COLUMN = 150;
const ROW = 84;
const WIDTH = 122;
const HEIGHT = 44;
const MARGIN = 12;

/** A graph as inline SVG, without script or style of its own: the classes are those of the report. */
export function graphPicture(graph: GraphView, highlight: Highlight): string {
  const places = new Map(graph.nodes.map((node) => [node.state, node]));
  const width = graph.columns * COLUMN + 2 * MARGIN;
  const height = graph.rows * ROW + 2 * MARGIN;
  const edges = graph.edges.map((edge) => edgePicture(edge, places, highlight));
  const nodes = graph.nodes.map((node) => nodePicture(node, highlight));
  const label = `The way: ${highlight.path.join(", ")}`;

  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeXml(label)}">${edges.join("")}${nodes.join("")}</svg>`;
}

function nodePicture(node: GraphNode, highlight: Highlight): string {
  const { x, y } = cornerOf(node);
  const signs = [
    highlight.path.includes(node.state) ? "on" : "",
    highlight.undone.includes(node.state) ? "undone" : "",
    highlight.wrong === node.state ? "wrong" : "",
  ];
  const mark = markOf(node, highlight);

  return [
    `<g class="${["node", ...signs].filter((sign) => sign !== "").join(" ")}">`,
    `<rect x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="8"/>`,
    `<text x="${x + WIDTH / 2}" y="${y + 19}">${escapeXml(shortened(node.title))}</text>`,
    `<text class="small" x="${x + WIDTH / 2}" y="${y + 35}">${escapeXml(mark)}</text>`,
    "</g>",
  ].join("");
}

/** Colour is never the only sign. */
function markOf(node: GraphNode, { undone, wrong, path }: Highlight): string {
  if (wrong === node.state) return "✗ here";
  if (undone.includes(node.state)) return "↶ undone";

  return path.includes(node.state) ? "✓" : node.type;
}

function edgePicture(edge: GraphEdge, places: ReadonlyMap<string, GraphNode>, { path }: Highlight): string {
  const from = places.get(edge.from);
  const to = places.get(edge.to);
  if (from === undefined || to === undefined) return "";

  const start = { x: cornerOf(from).x + WIDTH, y: cornerOf(from).y + HEIGHT / 2 };
  const end = { x: cornerOf(to).x, y: cornerOf(to).y + HEIGHT / 2 };
  const bend = Math.max(24, Math.abs(end.x - start.x) / 2);
  const isOn = path.some((state, index) => state === edge.from && path[index + 1] === edge.to);
  return `<path class="edge ${edge.kind}${isOn ? " on" : ""}" d="M${start.x} ${start.y} C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}"/>`;
}

function cornerOf({ column, row }: GraphNode): { readonly x: number; readonly y: number } {
  return { x: MARGIN + column * COLUMN, y: MARGIN + row * ROW };
}

function shortened(title: string): string {
  return title.length > 17 ? `${title.slice(0, 16)}…` : title;
}
