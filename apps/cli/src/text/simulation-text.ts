import type { SimulatedArrival, SimulatedCall, Simulation } from "@skald/proof";
import { counted, STATUS_TONE, spanText } from "./saga-words.ts";
import type { Style } from "./style.ts";
import { type Cell, tableText } from "./table.ts";
import { visibleLine, visibleText } from "./visible-text.ts";

type Row = readonly (Cell | string)[];

/** What happened to a simulated saga: its calls and what came from outside, its end, and what stands in the books. */
export function simulationText(simulation: Simulation, style: Style): string {
  const { calls, arrivals, end, elapsedMs, cause, attention, ledger, findings } = simulation;
  const standing = ledger.filter((effect) => effect.standing === "applied" || effect.standing === "maybe").map(({ state }) => state);
  const tone = end === "unfinished" ? "warning" : STATUS_TONE[end];
  const after = `${style(tone, end)} after ${spanText(elapsedMs)} and ${counted(calls.length, "call")}`;

  return visibleText(
    [
      tableText(rowsOf({ calls, arrivals }, style)),
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

/** Calls and arrivals in the order they happened. */
function rowsOf({ calls, arrivals }: Pick<Simulation, "calls" | "arrivals">, style: Style): readonly Row[] {
  const cameAfter = (count: number): readonly Row[] =>
    arrivals.filter(({ afterCalls }) => afterCalls === count).map((arrival) => arrivalRow(arrival, style));

  return [...cameAfter(0), ...calls.flatMap((call, index) => [callRow(call, style), ...cameAfter(index + 1)])];
}

const AWAITED: Readonly<Record<SimulatedArrival["of"], string>> = { event: "", person: "", callback: "callback ", lock: "lock " };

function arrivalRow({ atMs, of, state, visit, incoming, what, taken }: SimulatedArrival, style: Style): Row {
  const isGood = taken && !["refused", "deadlock", "nothing"].includes(incoming.kind);
  const word = taken ? what : `${what}, which does not fit`;

  return [
    `  ${spanText(atMs)}`,
    `${AWAITED[of]}${visitText(state, visit)}`,
    { text: word, dress: (text) => (isGood ? text : style("warning", text)) },
    "",
  ];
}

function visitText(state: string, visit: number): string {
  return visit > 1 ? `${state}#${visit}` : state;
}

function callRow({ atMs, kind, state, visit, attempt, answer, request, queue }: SimulatedCall, style: Style): Row {
  const what = `${kind === "action" ? "" : `${kind} `}${visitText(state, visit)}${attempt > 1 ? `, attempt ${attempt}` : ""}`;
  const isGood = answer.kind === "ok" || answer.kind === "yes";
  const word = answerWord(answer);

  return [
    `  ${spanText(atMs)}`,
    what,
    { text: word, dress: (text) => (isGood ? text : style("warning", text)) },
    { text: whereTo(request, queue), dress: (text) => style("quiet", text) },
  ];
}

function whereTo(request: SimulatedCall["request"], queue: string | undefined): string {
  if (queue !== undefined) return `worker ${queue}`;

  return request === null ? "" : `${request.method} ${readable(request.target)}`;
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
