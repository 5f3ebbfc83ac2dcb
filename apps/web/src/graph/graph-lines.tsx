import type { StepView } from "@skald/shared";
import { memo, useId } from "react";
import type { Box, GraphLayout } from "./layout/picture.ts";
import { LANE_TITLE, NODE_HEIGHT, PADDING } from "./layout/sizes.ts";
import { isNear, type Viewport } from "./use-viewport.ts";

interface GraphLinesProps {
  readonly layout: GraphLayout;
  readonly steps: ReadonlyMap<string, StepView>;
  readonly viewport: Viewport;
  readonly zoom: number;
}

/** Everything that is a line: the way forward, the ties to the undos, the way back, the pivot. Drawn below the boxes. */
export const GraphLines = memo(function GraphLines({ layout, steps, viewport, zoom }: GraphLinesProps) {
  // Two pictures may stand on one page.
  const id = useId();
  const near = (box: { readonly x: number; readonly width: number }): boolean => isNear(box, viewport, zoom);
  return (
    <svg aria-hidden="true" className="pointer-events-none absolute inset-0" height={layout.height} width={layout.width}>
      <defs>
        <ArrowTip fill="var(--line-strong)" id={`${id}tip`} size={7} />
        <ArrowTip fill="var(--undo)" id={`${id}undo`} size={8} />
      </defs>
      {layout.edges.filter(near).map(({ edge, path, label }) => (
        <g key={`${edge.from}>${edge.to}:${edge.kind}:${edge.label}`}>
          <path
            d={path}
            fill="none"
            markerEnd={`url(#${id}tip)`}
            stroke="var(--line-strong)"
            strokeDasharray={edge.kind === "catch" || edge.kind === "catchCompensate" ? "4 3" : undefined}
            strokeWidth="1.4"
          />
          {label !== null && edge.label !== null && (
            <text
              fill="var(--muted)"
              fontSize="11"
              paintOrder="stroke"
              stroke="var(--surface)"
              strokeWidth="4"
              textAnchor="middle"
              x={label.x}
              y={label.y}
            >
              {edge.label}
            </text>
          )}
        </g>
      ))}
      {tiesOf(layout, near).map((path) => (
        <path d={path} fill="none" key={path} stroke="var(--line-strong)" strokeDasharray="2 3" strokeWidth="1.2" />
      ))}
      {layout.open &&
        wayBack(layout, steps, near).map((path) => (
          <path d={path} fill="none" key={path} markerEnd={`url(#${id}undo)`} stroke="var(--undo)" strokeWidth="1.6" />
        ))}
      {layout.pivotX !== null && (
        <PivotLine height={layout.height} wordsY={PADDING + LANE_TITLE + NODE_HEIGHT / 2 + 14} x={layout.pivotX} />
      )}
    </svg>
  );
});

interface PivotLineProps {
  readonly x: number;
  readonly height: number;
  /** Below the line that leads forward. */
  readonly wordsY: number;
}

function PivotLine({ x, height, wordsY }: PivotLineProps) {
  return (
    <g>
      <path d={`M${x - 12} 12 V${height - 12} M${x - 8} 12 V${height - 12}`} stroke="var(--text)" strokeWidth="1.4" />
      <text
        dominantBaseline="middle"
        fill="var(--text)"
        fontSize="10.5"
        fontWeight="600"
        letterSpacing="0.08em"
        paintOrder="stroke"
        stroke="var(--surface)"
        strokeWidth="5"
        transform={`translate(${x + 7} ${wordsY}) rotate(90)`}
      >
        PIVOT — no way back
      </text>
    </g>
  );
}

// A short tie from a step down to what undoes it.
function tiesOf(layout: GraphLayout, near: (box: Box) => boolean): readonly string[] {
  const slots = new Map(layout.undo.map((box) => [box.node.state, box]));
  return layout.forward.filter(near).flatMap((box) => {
    const slot = slots.get(box.node.state);
    return slot === undefined || slot.node.undo.kind !== "call" ? [] : [`M${box.x + box.width - 28} ${box.y + box.height} V${slot.y}`];
  });
}

// From each undo to the one that runs after it: leftward, in the order of undoing.
function wayBack(layout: GraphLayout, steps: ReadonlyMap<string, StepView>, near: (box: Box) => boolean): readonly string[] {
  const ordered = layout.undo
    .filter((box) => steps.get(box.node.state)?.undoOrder != null)
    .sort((a, b) => (steps.get(a.node.state)?.undoOrder ?? 0) - (steps.get(b.node.state)?.undoOrder ?? 0));

  return ordered.slice(1).flatMap((box, index) => {
    const before = ordered[index];
    if (before === undefined || !(near(before) || near(box))) return [];

    const y = before.y + before.height / 2;
    const endY = box.y + box.height / 2;
    return [y === endY ? `M${before.x} ${y} H${box.x + box.width}` : `M${before.x} ${y} H${before.x - 12} V${endY} H${box.x + box.width}`];
  });
}

function ArrowTip({ id, size, fill }: { readonly id: string; readonly size: number; readonly fill: string }) {
  return (
    <marker
      id={id}
      markerHeight={size}
      markerUnits="userSpaceOnUse"
      markerWidth={size}
      orient="auto"
      refX={size - 1}
      refY={size / 2}
      viewBox={`0 0 ${size} ${size}`}
    >
      <path d={`M0 0 ${size} ${size / 2} 0 ${size}Z`} fill={fill} />
    </marker>
  );
}
