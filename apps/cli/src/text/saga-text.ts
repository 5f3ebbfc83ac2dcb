import type { ExplainView, JournalEntryView, SagaSummary, SagaView, StepView } from "@skald/shared";
import { instantText, STATUS_TONE, spanText } from "./saga-words.ts";
import type { Style } from "./style.ts";
import { type Cell, tableText } from "./table.ts";
import { visibleLine, visibleText } from "./visible-text.ts";

/** The head of a saga: what it is, where it is, and why. */
export function sagaText(saga: SagaSummary, style: Style): string {
  const { status, attention, cause, held, waived, progress, phase } = saga;
  const undone = phase === "compensating" || progress.undone > 0 ? `, ${progress.undone} of ${progress.toUndo} undone` : "";
  const lines: readonly (readonly [string, string] | null)[] = [
    ["saga", saga.id],
    ["definition", `${saga.definition} ${saga.version}`],
    saga.key === null ? null : ["key", visibleLine(saga.key)],
    ["status", style(STATUS_TONE[status], status) + (held ? " (held)" : "")],
    attention === null
      ? null
      : ["attention", style("bad", attention.reason) + (attention.state === null ? "" : ` at "${attention.state}"`)],
    saga.current.length === 0 ? null : ["at", saga.current.join(", ")],
    ["steps", `${progress.completedSteps} of ${progress.totalSteps} done${undone}`],
    cause === null ? null : ["cause", `${cause.type}${cause.state === null ? "" : ` in "${cause.state}"`}: ${visibleLine(cause.detail)}`],
    waived.length === 0 ? null : ["waived", waived.join(", ")],
    ["revision", String(saga.revision)],
    ["started", instantText(saga.startedAt)],
    saga.endedAt === null
      ? null
      : ["ended", `${instantText(saga.endedAt)}, after ${spanText(Date.parse(saga.endedAt) - Date.parse(saga.startedAt))}`],
  ];

  return tableText(
    lines.filter((line) => line !== null).map(([name, text]) => [{ text: `  ${name}`, dress: (same) => style("quiet", same) }, text]),
  );
}

/** Why the saga is here, what moves it next, and which commands it takes. */
export function explainText(explain: ExplainView): string {
  const movers = explain.movers.map(({ text, dueAt }) => `  - ${text}${dueAt === null ? "" : ` (${instantText(dueAt)})`}`);
  const commands = explain.commands.filter(({ allowed }) => allowed).map(({ type }) => type);

  return visibleText(
    [explain.sentence, ...movers, ...(commands.length === 0 ? [] : [`Possible commands: ${commands.join(", ")}.`])].join("\n"),
  );
}

/** The steps in their order, each with its undo. */
export function stepsText(steps: SagaView["steps"], style: Style): string {
  const head = ["step", "visit", "status", "attempts", "undo", "took", "last error"].map(
    (text): Cell => ({ text, dress: (same) => style("quiet", same) }),
  );

  return tableText([head, ...steps.map((step) => stepRow(step, style))]);
}

function stepRow(step: StepView, style: Style): readonly (Cell | string)[] {
  const error = step.undoError ?? step.error;
  const isBad = step.status === "failed" || step.status === "unknown";

  return [
    step.state,
    String(step.visit),
    { text: step.status, dress: (text) => (isBad ? style("bad", text) : text) },
    `${step.attempts}${step.attemptsMax === null ? "" : `/${step.attemptsMax}`}`,
    { text: undoWord(step), dress: (text) => style(step.undo === "undoFailed" ? "bad" : "undo", text) },
    step.durationMs === null ? "" : spanText(step.durationMs),
    error === null ? "" : visibleLine(`${error.type}: ${error.detail}`),
  ];
}

function undoWord({ undo, undoAttempts, undoOrder }: StepView): string {
  if (undo === "none") return "-";
  const attempts = undoAttempts > 1 ? ` (${undoAttempts} attempts)` : "";

  return undo === "pending" && undoOrder !== null ? `pending, ${undoOrder}.` : `${undo}${attempts}`;
}

/** What fits on a line for orientation; --json has all of it. */
const DATA_MAX = 160;

/** The journal, one line an entry. */
export function journalText(entries: readonly JournalEntryView[], style: Style): string {
  return tableText(
    entries.map(({ seq, at, type, data }) => [
      { text: `  ${seq}`, dress: (text) => style("quiet", text) },
      at.slice(11, 23),
      type,
      { text: shortened(visibleLine(JSON.stringify(data))), dress: (text) => style("quiet", text) },
    ]),
  );
}

function shortened(text: string): string {
  return text.length > DATA_MAX ? `${text.slice(0, DATA_MAX)}…` : text;
}
