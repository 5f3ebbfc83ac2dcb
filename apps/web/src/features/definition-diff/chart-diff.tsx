"use client";

import type { DiffView, GraphView } from "@skald/shared";
import { useState } from "react";
import { SagaGraph } from "#graph/saga-graph.tsx";
import { Tabs } from "#ui/controls/tabs.tsx";
import { Card } from "#ui/text/card.tsx";
import { marksOf } from "./change-faces.ts";

/** The two charts, one at a time, each with what changed at its states. */
export function ChartDiff({ diff }: { readonly diff: DiffView }) {
  const [side, setSide] = useState<"from" | "to">("to");
  const { graph } = diff[side];
  if (diff.from.graph === null && diff.to.graph === null) return null;

  return (
    <Card className="max-sm:hidden" flush title="In the chart">
      <Tabs
        label="Which version is drawn"
        onChange={setSide}
        tabs={[
          { name: "from", title: `Before: ${diff.from.version}` },
          { name: "to", title: `After: ${diff.to.version}` },
        ]}
        value={side}
      >
        {graph !== null && <MarkedGraph diff={diff} graph={graph} key={side} version={diff[side].version} />}
      </Tabs>
    </Card>
  );
}

interface MarkedGraphProps {
  readonly diff: DiffView;
  readonly graph: GraphView;
  readonly version: string;
}

function MarkedGraph({ diff, graph, version }: MarkedGraphProps) {
  return <SagaGraph graph={graph} label={`Chart of ${version}`} marks={marksOf(diff.changes, graph)} />;
}
