"use client";

import type { GraphView, StepView } from "@skald/shared";
import { useState } from "react";
import { stepFace, undoFace, type Way } from "#graph/layout/describe-node.ts";
import type { Spot } from "#graph/layout/move-focus.ts";
import type { Face } from "#lib/faces.ts";
import { TONE_CLASSES } from "#lib/faces.ts";
import { formatSpan } from "#lib/time.ts";
import { Button } from "#ui/controls/button.tsx";
import { type Column, DataTable } from "#ui/controls/data-table.tsx";
import { StatusIcon } from "#ui/status/status-icon.tsx";
import { Card } from "#ui/text/card.tsx";

export const STEPS_ID = "steps";
/** More rows than this are drawn only when asked for. */
const SHOWN_FIRST = 100;

interface StepsTableProps {
  readonly steps: readonly StepView[];
  readonly graph: GraphView | undefined;
  readonly spot: Spot | null;
  readonly select: (spot: Spot) => void;
  readonly way: Way;
}

/** The picture as a table: the same steps, the same selection. It is always in the page. */
export function StepsTable({ steps, graph, spot, select, way }: StepsTableProps) {
  const nodes = new Map(graph?.nodes.map((node) => [node.state, node]));
  const order = new Map([...nodes.values()].sort((a, b) => a.column - b.column || a.row - b.row).map((node, place) => [node.state, place]));
  const rows = [...steps].sort((a, b) => (order.get(a.state) ?? 0) - (order.get(b.state) ?? 0));

  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, SHOWN_FIRST);

  const columns: readonly Column<StepView>[] = [
    {
      name: "Step",
      lead: true,
      cell: (step) => (
        <button
          aria-pressed={spot?.state === step.state}
          className="font-semibold text-accent underline-offset-2 hover:underline"
          onClick={() => select({ state: step.state, lane: "action" })}
          type="button"
        >
          {step.state}
          {step.kind === "pivot" && <span className="ml-2 font-semibold text-[11px] text-text tracking-[0.06em]">PIVOT</span>}
        </button>
      ),
    },
    {
      name: "Service",
      extra: true,
      cell: (step) => <span className="text-muted">{step.service === null ? "–" : `${step.service}.${step.operation}`}</span>,
    },
    { name: "Status", cell: (step) => <FaceText face={stepFace(step)} /> },
    { name: "Attempts", align: "right", cell: (step) => <Attempts made={step.attempts} max={step.attemptsMax} /> },
    {
      name: "Duration",
      align: "right",
      cell: (step) => <span className="tabular-nums">{step.durationMs === null ? "–" : formatSpan(step.durationMs)}</span>,
    },
    {
      name: "Undo",
      cell: (step) => {
        const node = nodes.get(step.state);
        if (node === undefined) return "–";
        if (step.undo === "none") return <FaceText face={undoFace(node, step, way)} />;

        return (
          <button className="underline-offset-2 hover:underline" onClick={() => select({ state: step.state, lane: "undo" })} type="button">
            <span className="sr-only">Open undo of {step.state}: </span>
            <FaceText face={undoFace(node, step, way)} />
          </button>
        );
      },
    },
    { name: "Undo order", align: "right", extra: true, cell: (step) => <span className="tabular-nums">{step.undoOrder ?? "–"}</span> },
    {
      name: "Undo attempts",
      align: "right",
      extra: true,
      cell: (step) => <Attempts made={step.undoAttempts} max={step.undoAttemptsMax} />,
    },
  ];

  return (
    <div id={STEPS_ID} tabIndex={-1}>
      <Card flush title="Steps">
        <DataTable
          caption="Steps of this saga in the order of the chart"
          columns={columns}
          rowClass={(step) => (spot?.state === step.state ? "bg-sunken" : "")}
          rowKey={(step) => step.state}
          rows={shown}
        />
        {shown.length < rows.length && (
          <p className="border-line border-t px-4 py-2.5">
            <Button onClick={() => setAll(true)}>Show all {rows.length} steps</Button>
          </p>
        )}
      </Card>
    </div>
  );
}

function FaceText({ face }: { readonly face: Face }) {
  return (
    <span className={`inline-flex items-center gap-1.5 ${TONE_CLASSES[face.tone].text}`}>
      <StatusIcon name={face.icon} size={14} />
      {face.word}
    </span>
  );
}

function Attempts({ made, max }: { readonly made: number; readonly max: number | null }) {
  if (made === 0) return <span className="text-muted">–</span>;
  return (
    <span className="tabular-nums">
      {made}
      {max !== null && <span className="text-muted"> of {max}</span>}
    </span>
  );
}
