"use client";

import type { CommandView, SagaView } from "@skald/shared";
import { type KeyboardEvent, useState } from "react";
import type { WantedCommand } from "#lib/command-desk.tsx";
import { COMMANDS, RISK } from "#lib/commands.ts";
import { Button } from "#ui/controls/button.tsx";
import { Dialog } from "#ui/controls/dialog.tsx";
import { CommandBody } from "./command-body.tsx";
import { type CommandDraft, confirmLabel, EMPTY_DRAFT, missingOf } from "./command-draft.ts";
import { useCommand } from "./use-command.ts";

interface CommandDialogProps {
  readonly saga: SagaView;
  readonly wanted: WantedCommand;
  readonly onClose: () => void;
  readonly onAccepted: (command: CommandView, seen: SagaView) => void;
}

const CONFIRM_LOOK = { plain: "solid", undo: "undo", bad: "bad" } as const;

/** One command: what it would do, why it is given, and what came of it. */
export function CommandDialog({ saga, wanted, onClose, onAccepted }: CommandDialogProps) {
  const [draft, setDraft] = useState<CommandDraft>(EMPTY_DRAFT);
  const [tried, setTried] = useState(false);
  const flow = useCommand(saga, wanted, draft, onAccepted);
  const { preview, outcome } = flow;
  const risk = preview?.risk ?? saga.allowedCommands.find((command) => command.type === wanted.type)?.risk ?? "R3";
  const missing = missingOf(wanted, draft, { risk, policy: preview?.policy ?? [], sagaId: saga.id });
  const face = COMMANDS[wanted.type];
  const isHeld = outcome.kind === "sending" || outcome.kind === "checking" || outcome.kind === "unknown" || outcome.kind === "accepted";
  const mustReview = outcome.kind === "stale" || outcome.kind === "planChanged";
  const label = confirmLabel(wanted, preview);

  const confirm = (): void => {
    if (isHeld) return;
    if (mustReview) {
      flow.review();
      return;
    }
    setTried(true);
    if (Object.keys(missing).length === 0 && preview?.allowed === true) flow.send();
  };
  // Enter alone never sends: there is no form. Ctrl or ⌘ with Enter does, when everything required is there.
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !mustReview) confirm();
  };

  return (
    <Dialog
      footer={
        <>
          <p className="mr-auto text-[12px] text-muted max-sm:w-full">
            {RISK[risk].word} · revision {flow.seen.revision}
          </p>
          <Button data-autofocus={RISK[risk].weight > 1 || undefined} onClick={onClose}>
            Cancel
          </Button>
          <Button
            data-autofocus={RISK[risk].weight === 1 || undefined}
            inactive={isHeld || (!mustReview && preview?.allowed !== true)}
            look={mustReview ? "solid" : CONFIRM_LOOK[face.tone]}
            onClick={confirm}
          >
            {mustReview && "Review new plan"}
            {!mustReview && (outcome.kind === "sending" ? "Sending" : label)}
          </Button>
        </>
      }
      onClose={onClose}
      onKeyDown={onKeyDown}
      title={label}
      wide
    >
      <CommandBody
        change={(own) => setDraft((now) => ({ ...now, ...own }))}
        draft={draft}
        flow={flow}
        missing={missing}
        newest={saga}
        risk={risk}
        tried={tried}
        wanted={wanted}
      />
    </Dialog>
  );
}
