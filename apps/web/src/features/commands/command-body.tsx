import type { RiskClass, SagaView } from "@skald/shared";
import type { WantedCommand } from "#lib/command-desk.tsx";
import { COMMANDS, RISK } from "#lib/commands.ts";
import { Notice } from "#ui/status/notice.tsx";
import { Failure, Skeleton } from "#ui/status/states.tsx";
import type { CommandDraft, Missing } from "./command-draft.ts";
import { CommandFields } from "./command-fields.tsx";
import { OutcomeNotice } from "./outcome-notice.tsx";
import { PlanView } from "./plan-view.tsx";
import type { CommandFlow } from "./use-command.ts";

interface CommandBodyProps {
  readonly flow: CommandFlow;
  readonly wanted: WantedCommand;
  readonly draft: CommandDraft;
  readonly missing: Missing;
  readonly risk: RiskClass;
  readonly tried: boolean;
  /** The newest saga the page knows. */
  readonly newest: SagaView;
  readonly change: (own: Partial<CommandDraft>) => void;
}

/** What is inside the dialog of a command: verdict, plan, warnings, fields. */
export function CommandBody({ flow, wanted, draft, missing, risk, tried, newest, change }: CommandBodyProps) {
  const { preview, outcome, seen } = flow;
  if (preview === null) {
    return (
      <div className="space-y-4">
        <OutcomeNotice check={flow.check} newest={newest} outcome={outcome} seen={seen} />
        {outcome.kind !== "stale" &&
          (flow.previewError === null ? <Skeleton label="the plan" rows={4} /> : <Failure error={flow.previewError} what="The plan" />)}
      </div>
    );
  }

  return (
    <div className="space-y-4">
      <OutcomeNotice check={flow.check} newest={newest} outcome={outcome} seen={seen} />
      {!preview.allowed && (
        <Notice icon="stop" title={`${COMMANDS[wanted.type].verb} is not possible now`} tone="idle">
          {preview.why}
        </Notice>
      )}
      <section aria-label="What will happen" className="space-y-2">
        <p className="font-medium text-[13px]">{preview.sentence}</p>
        <PlanView plan={preview.plan} />
        {preview.warnings.map((warning) => (
          <Notice icon="exclamation" key={`${warning.code}:${warning.text}`} title={warning.text} tone="wait" />
        ))}
        {preview.irreversible && RISK[risk].weight >= 3 && (
          <Notice icon="stop" title="This cannot be taken back by the engine." tone="bad" />
        )}
      </section>
      {preview.allowed && (
        <CommandFields
          change={change}
          draft={draft}
          missing={missing}
          policy={preview.policy}
          saga={seen}
          tried={tried}
          wanted={wanted}
          weight={RISK[risk].weight}
        />
      )}
    </div>
  );
}
