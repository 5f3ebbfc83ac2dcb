import type { SimulatedCall } from "@skald/proof";
import { type Face, TONE_CLASSES } from "#lib/faces.ts";
import { visibleText } from "#lib/text.ts";
import { formatSpan } from "#lib/time.ts";
import { type Column, DataTable } from "#ui/controls/data-table.tsx";
import { StatusIcon } from "#ui/status/status-icon.tsx";

const CALLS_MAX = 200;

interface NumberedCall extends SimulatedCall {
  readonly number: number;
}

const COLUMNS: readonly Column<NumberedCall>[] = [
  { name: "Call", lead: true, cell: (call) => <span className="font-medium">{wordsOf(call)}</span> },
  { name: "At", align: "right", cell: ({ atMs }) => <span className="whitespace-nowrap tabular-nums">{formatSpan(atMs)}</span> },
  { name: "Answer", cell: ({ answer, kind }) => <AnswerWords face={answerFace(answer, kind)} /> },
  {
    name: "Request",
    extra: true,
    cell: ({ request }) => (
      <span className="break-all font-mono text-[12px] text-muted">
        {request === null ? "" : visibleText(`${request.method} ${readable(request.target)}`)}
      </span>
    ),
  },
];

/** Every call of a play, with the virtual time since the start. */
export function CallTable({ calls }: { readonly calls: readonly SimulatedCall[] }) {
  const shown = calls.slice(0, CALLS_MAX).map((call, index) => ({ ...call, number: index + 1 }));
  return (
    <div className="border-line border-t">
      <DataTable caption="What happened, in order" columns={COLUMNS} rowKey={({ number }) => String(number)} rows={shown} />
      {calls.length > CALLS_MAX && (
        <p className="px-4 py-2 text-[12px] text-muted">
          Only the first {CALLS_MAX} of {calls.length.toLocaleString("en")} calls are shown.
        </p>
      )}
    </div>
  );
}

function AnswerWords({ face }: { readonly face: Face }) {
  return (
    <span className={`inline-flex items-center gap-1.5 ${TONE_CLASSES[face.tone].text}`}>
      <StatusIcon name={face.icon} size={13} />
      {face.word}
    </span>
  );
}

function wordsOf({ kind, state, visit, attempt }: SimulatedCall): string {
  const what = kind === "action" ? state : `${kind} ${state}`;

  return `${what}${visit > 1 ? `, visit ${visit}` : ""}${attempt > 1 ? `, try ${attempt}` : ""}`;
}

function answerFace(answer: SimulatedCall["answer"], kind: SimulatedCall["kind"]): Face {
  switch (answer.kind) {
    case "ok":
      return kind === "undo" ? { word: "undone", icon: "undone", tone: "undo" } : { word: "ok", icon: "check", tone: "ok" };
    case "yes":
      return { word: "it happened", icon: "check", tone: "ok" };
    case "no":
      return { word: "it did not happen", icon: "dash", tone: "idle" };
    case "none":
      return { word: "no usable answer", icon: "question", tone: "wait" };
    case "busy":
      return { word: "busy, not sent", icon: "hourglass", tone: "wait" };
    case "refused":
      return { word: answer.type === undefined ? "refused" : `refused: ${answer.type}`, icon: "cross", tone: "bad" };
    case "unknown":
      return {
        word: answer.happened === true ? "no answer (it happened)" : "no answer (it did not happen)",
        icon: "question",
        tone: "bad",
      };
  }
}

/** The marks of unknown values as they are, also where an address has encoded them. */
function readable(target: string): string {
  return target.replaceAll("%E2%9F%A8", "⟨").replaceAll("%E2%9F%A9", "⟩");
}
