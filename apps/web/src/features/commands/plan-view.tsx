import type { PlanItem } from "@skald/shared";
import type { Face } from "#lib/faces.ts";
import { TONE_CLASSES } from "#lib/faces.ts";
import { prettyBody, visibleText } from "#lib/text.ts";
import { StatusIcon } from "#ui/status/status-icon.tsx";

const PLAN_STATUS = {
  will_run: { word: "Will be called", icon: "hollow", tone: "run" },
  nothing_to_undo: { word: "Nothing to undo", icon: "dash", tone: "idle" },
  already_undone: { word: "Already undone", icon: "undone", tone: "undo" },
  waived: { word: "Waived, not called", icon: "dash", tone: "idle" },
  awaited: { word: "Awaited first", icon: "hourglass", tone: "wait" },
  no_undo: { word: "Has no undo", icon: "exclamation", tone: "wait" },
} as const satisfies Record<PlanItem["status"], Face>;

/** What the engine says it would do, in its order, with each request as it would be sent. */
export function PlanView({ plan }: { readonly plan: readonly PlanItem[] }) {
  if (plan.length === 0) return <p className="text-[13px] text-muted">No call is made.</p>;

  return (
    <ol aria-label="Plan" className="divide-y divide-line overflow-hidden rounded-md border border-line">
      {numbered(plan).map(({ item, number }) => (
        <li className="px-3 py-2 text-[13px]" key={`${item.lane}:${item.state}:${item.visit}`}>
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5">
            <span className="w-5 text-muted tabular-nums">{number === null ? "–" : `${number}.`}</span>
            <span className="font-medium max-sm:flex-1">
              {item.lane === "undo" && <span className="text-undo">↩ undo of </span>}
              {item.state}
            </span>
            {item.call !== null && <span className="text-muted max-sm:w-full max-sm:pl-7.5">{item.call}</span>}
            <PlanStatus item={item} />
          </div>
          {item.note !== null && <p className="mt-0.5 pl-7.5 text-[12px] text-muted">{visibleText(item.note)}</p>}
          {item.request !== null && (
            <details className="mt-1 pl-7.5">
              <summary className="w-fit max-w-full truncate font-mono text-[12px] text-muted hover:text-text">
                {item.request.method} {visibleText(item.request.url)}
              </summary>
              {item.request.body !== null && (
                <pre className="mt-1 max-h-40 overflow-auto whitespace-pre-wrap break-words rounded bg-sunken p-2 font-mono text-[12px]">
                  {prettyBody(item.request.body)}
                </pre>
              )}
              {item.idempotencyKey !== null && (
                <p className="mt-1 break-all font-mono text-[11px] text-muted">Idempotency-Key {item.idempotencyKey}</p>
              )}
            </details>
          )}
        </li>
      ))}
    </ol>
  );
}

// Only what is called is counted: the numbers are those of the badges in the picture.
function numbered(plan: readonly PlanItem[]): readonly { readonly item: PlanItem; readonly number: number | null }[] {
  let number = 0;
  return plan.map((item) => {
    if (item.status !== "will_run") return { item, number: null };

    number += 1;
    return { item, number };
  });
}

function PlanStatus({ item }: { readonly item: PlanItem }) {
  const face: Face = PLAN_STATUS[item.status];
  return (
    <span className="ml-auto flex items-center gap-3 text-[12px]">
      {item.breaker !== null && item.breaker !== "closed" && item.status === "will_run" && (
        <span className="text-wait">breaker {item.breaker}</span>
      )}
      <span className={`inline-flex items-center gap-1.5 ${TONE_CLASSES[face.tone].text}`}>
        <StatusIcon name={face.icon} size={13} />
        {face.word}
      </span>
    </span>
  );
}
