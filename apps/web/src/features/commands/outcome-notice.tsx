import type { SagaView } from "@skald/shared";
import { Button } from "#ui/controls/button.tsx";
import { Notice } from "#ui/status/notice.tsx";
import type { Outcome } from "./command-outcome.ts";
import { whatChanged } from "./what-changed.ts";

interface OutcomeNoticeProps {
  readonly outcome: Outcome;
  readonly seen: SagaView;
  /** The newest saga the page knows. */
  readonly newest: SagaView;
  readonly check: () => void;
}

/** What came of the sending, in words that claim no more than is known. */
export function OutcomeNotice({ outcome, seen, newest, check }: OutcomeNoticeProps) {
  switch (outcome.kind) {
    case "stale": {
      const now = outcome.saga ?? newest;
      return (
        <Notice
          alert
          icon="clock"
          title={`Since you opened this, the saga has moved: revision ${seen.revision} → ${now.revision}`}
          tone="wait"
        >
          <ul className="list-disc pl-4">
            {whatChanged(seen, now).map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
          <p className="mt-1">Nothing was sent on. What you wrote is kept.</p>
        </Notice>
      );
    }
    case "planChanged":
      return (
        <Notice alert icon="clock" title="The plan has changed since you opened this" tone="wait">
          Nothing was done. Review the new plan; what you wrote is kept.
        </Notice>
      );
    case "refused":
      return (
        <Notice
          alert
          icon="cross"
          title={outcome.status === 403 ? "You may not give this command" : (outcome.problem.title ?? "The engine refused")}
          tone="bad"
        >
          <p>{outcome.problem.detail}</p>
          {outcome.problem.remedy !== undefined && <p>{outcome.problem.remedy}</p>}
        </Notice>
      );
    case "unknown":
    case "checking":
      return (
        <Notice alert icon="question" title="Unknown outcome" tone="wait">
          <p>
            The answer was lost on the way, so the engine may have taken the command. Check before you do anything else; checking changes
            nothing.
          </p>
          <Button className="mt-2" inactive={outcome.kind === "checking"} onClick={check}>
            {outcome.kind === "checking" ? "Checking" : "Check"}
          </Button>
        </Notice>
      );
    case "absent":
      return (
        <Notice alert icon="dash" title="The engine does not have this command" tone="idle">
          It may be sent again; it carries the same key, so it can only be done once.
        </Notice>
      );
    default:
      return null;
  }
}
