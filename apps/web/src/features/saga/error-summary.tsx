import type { CauseView, SagaView } from "@skald/shared";
import Link from "next/link";
import type { IconName } from "#lib/faces.ts";
import { visibleText } from "#lib/text.ts";
import { Notice } from "#ui/status/notice.tsx";
import { TimeText } from "#ui/text/time-text.tsx";

/** The newest error of a saga that has one, in its first line. */
export function ErrorSummary({ saga }: { readonly saga: SagaView }) {
  const found = newestError(saga);
  if (found === null || saga.status === "completed") return null;

  const { error, where, isUndo, attempts } = found;
  const [first = ""] = visibleText(error.detail).split("\n");
  return (
    <Notice
      icon={iconOf(saga, isUndo)}
      title={`${where}: ${error.type}${error.status === null ? "" : ` (HTTP ${error.status})`}`}
      tone="bad"
    >
      <p>
        {first}
        <span className="text-muted">
          {attempts === null ? "" : ` · ${attempts}`} · <TimeText as="clock" at={error.at} /> · {error.category}
        </span>
      </p>
      <Link className="text-accent underline underline-offset-2" href={`/sagas?q=${encodeURIComponent(error.type)}`} prefetch={false}>
        Other sagas with {error.type}
      </Link>
    </Notice>
  );
}

function iconOf(saga: SagaView, isUndo: boolean): IconName {
  if (isUndo) return "undoBroken";
  return saga.attention?.reason === "outcome_unknown" ? "question" : "cross";
}

interface FoundError {
  readonly error: CauseView;
  readonly where: string;
  readonly isUndo: boolean;
  readonly attempts: string | null;
}

function newestError(saga: SagaView): FoundError | null {
  const found: FoundError[] = saga.steps.flatMap((step) => [
    ...(step.error === null
      ? []
      : [{ error: step.error, where: step.state, isUndo: false, attempts: attemptsOf(step.attempts, step.attemptsMax) }]),
    ...(step.undoError === null
      ? []
      : [
          {
            error: step.undoError,
            where: `Undo of ${step.state}`,
            isUndo: true,
            attempts: attemptsOf(step.undoAttempts, step.undoAttemptsMax),
          },
        ]),
  ]);
  if (found.length === 0 && saga.cause !== null)
    found.push({ error: saga.cause, where: saga.cause.state ?? "Saga", isUndo: false, attempts: null });

  // An undo that failed is what the person is here for, whatever its clock says.
  return found.sort((a, b) => Number(b.isUndo) - Number(a.isUndo) || b.error.at.localeCompare(a.error.at))[0] ?? null;
}

function attemptsOf(made: number, max: number | null): string {
  return max === null ? `attempt ${made}` : `attempt ${made} of ${max}`;
}
