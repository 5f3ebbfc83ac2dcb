import type { GraphEdge, GraphNode } from "@skald/shared";

/** A rectangle of the picture. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A state in the forward lane. */
export interface ForwardBox extends Box {
  readonly node: GraphNode;
  /** Place among the steps, from 1; null for a state without effects. */
  readonly number: number | null;
}

/** The slot below a step: its undo, or why there is none. */
export interface UndoBox extends Box {
  readonly node: GraphNode;
}

/** A drawn connection. */
export interface EdgePath {
  readonly edge: GraphEdge;
  readonly path: string;
  readonly x: number;
  readonly width: number;
  readonly label: { readonly x: number; readonly y: number } | null;
}

/** The whole picture in pixels. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly forward: readonly ForwardBox[];
  readonly undo: readonly UndoBox[];
  readonly edges: readonly EdgePath[];
  /** Middle of the pivot's double line. */
  readonly pivotX: number | null;
  /** Where the lane of undoing begins; null when nothing in the chart can be undone. */
  readonly undoLaneY: number | null;
  readonly open: boolean;
}
