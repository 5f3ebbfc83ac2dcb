import type { CommandRequest, PlanItem, PreviewView } from "@skald/shared";
import type { Style } from "../text/style.ts";
import { tableText } from "../text/table.ts";
import { visibleLine, visibleText } from "../text/visible-text.ts";

const PLAN_WORDS = {
  will_run: "will be called",
  nothing_to_undo: "nothing to undo",
  already_undone: "already undone",
  waived: "waived, not called",
  awaited: "awaited first",
  no_undo: "has no undo",
} as const satisfies Record<PlanItem["status"], string>;

/** What a command would do: a sentence, the calls in their order, and what to beware of. */
export function previewText({ type }: CommandRequest, preview: PreviewView, style: Style): string {
  const warnings = preview.warnings.map(({ text }) => style("warning", `Beware: ${visibleLine(text)}`));
  const plan = preview.plan.length === 0 ? [] : [planText(preview.plan, style)];

  return [`${style("strong", type)}  ${visibleText(preview.sentence)}`, ...plan, ...warnings].join("\n");
}

function planText(plan: readonly PlanItem[], style: Style): string {
  let number = 0;

  return tableText(
    plan.map((item) => {
      const isCalled = item.status === "will_run";
      if (isCalled) number += 1;
      const breaker = item.breaker !== null && item.breaker !== "closed" && isCalled ? `, breaker ${item.breaker}` : "";

      return [
        isCalled ? `  ${number}.` : "  -",
        {
          text: item.lane === "undo" ? `undo of ${item.state}` : item.state,
          dress: (text) => style(item.lane === "undo" ? "undo" : "strong", text),
        },
        visibleLine(item.call ?? ""),
        `${PLAN_WORDS[item.status]}${breaker}${item.note === null ? "" : ` (${visibleLine(item.note)})`}`,
      ];
    }),
  );
}
