import type { SimulatedCall, Simulation } from "@skald/proof";
import { counted, STATUS_TONE, spanText } from "./saga-words.ts";
import type { Style } from "./style.ts";
import { type Cell, tableText } from "./table.ts";
import { visibleLine, visibleText } from "./visible-text.ts";

/** What happened to a simulated saga: its calls, its end, and what stands in the books. */
export function simulationText(simulation: Simulation, style: Style): string {
  const { calls, end, elapsedMs, cause, attention, ledger, findings } = simulation;
  const standing = ledger.filter((effect) => effect.standing === "applied" || effect.standing === "maybe").map(({ state }) => state);
  const tone = end === "unfinished" ? "warning" : STATUS_TONE[end];
  const after = `${style(tone, end)} after ${spanText(elapsedMs)} and ${counted(calls.length, "call")}`;

  return visibleText(
    [
      tableText(calls.map((call) => callRow(call, style))),
      "",
      attention === null ? after : `${after}: ${attention.reason}${attention.state === null ? "" : ` at "${attention.state}"`}`,
      ...(cause === null
        ? []
        : [`cause   ${cause.type}${cause.state === null ? "" : ` in "${cause.state}"`}: ${visibleLine(cause.detail)}`]),
      `stands  ${standing.length === 0 ? "nothing" : standing.join(", ")}`,
      ...findings.map(({ message }) => `${style("bad", "✗")} ${message}`),
    ].join("\n"),
  );
}

function callRow({ atMs, kind, state, visit, attempt, answer, request }: SimulatedCall, style: Style): readonly (Cell | string)[] {
  const what = `${kind === "action" ? "" : `${kind} `}${state}${visit > 1 ? `#${visit}` : ""}${attempt > 1 ? `, attempt ${attempt}` : ""}`;
  const isGood = answer.kind === "ok" || answer.kind === "yes";
  const word = answerWord(answer);

  return [
    `  ${spanText(atMs)}`,
    what,
    { text: word, dress: (text) => (isGood ? text : style("warning", text)) },
    { text: request === null ? "" : `${request.method} ${readable(request.target)}`, dress: (text) => style("quiet", text) },
  ];
}

function answerWord(answer: SimulatedCall["answer"]): string {
  if (answer.kind === "unknown") return answer.happened === true ? "unknown (it happened)" : "unknown (it did not happen)";
  if (answer.kind === "refused" && answer.type !== undefined) return `refused (${answer.type})`;

  return answer.kind;
}

/** The marks of unknown values as they are, also where a query has encoded them. */
function readable(target: string): string {
  return target.replaceAll("%E2%9F%A8", "⟨").replaceAll("%E2%9F%A9", "⟩");
}
