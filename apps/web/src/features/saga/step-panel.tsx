"use client";

import type { GraphNode, SagaView } from "@skald/shared";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { stepFace, undoFace, wayOf } from "#graph/layout/describe-node.ts";
import type { Spot } from "#graph/layout/move-focus.ts";
import { useCommandDesk } from "#lib/command-desk.tsx";
import { COMMANDS } from "#lib/commands.ts";
import { sagaJournalQuery } from "#lib/queries.ts";
import { visibleText } from "#lib/text.ts";
import { Button } from "#ui/controls/button.tsx";
import { Badge } from "#ui/status/badge.tsx";
import { CallView } from "./call-view.tsx";
import { callsFromJournal } from "./calls-from-journal.ts";
import { StepFacts } from "./step-facts.tsx";

interface StepPanelProps {
  readonly saga: SagaView;
  readonly node: GraphNode | undefined;
  readonly spot: Spot;
  readonly close: () => void;
}

/** Everything about one step, or about its undo: what was asked, what was answered, what can be done. */
export function StepPanel({ saga, node, spot, close }: StepPanelProps) {
  const desk = useCommandDesk();
  const journal = useQuery(sagaJournalQuery(saga.id, saga.revision));
  const step = saga.steps.find((each) => each.state === spot.state);
  const isUndo = spot.lane === "undo";
  const calls = callsFromJournal(journal.data?.items ?? []).filter(
    (call) => call.state === spot.state && (call.kind === "undo") === isUndo,
  );
  const commands = saga.allowedCommands.filter(
    (command) => command.allowed && command.state === spot.state && (command.lane ?? "action") === spot.lane,
  );
  const error = isUndo ? step?.undoError : step?.error;

  return (
    <aside
      aria-label={`${isUndo ? "Undo of " : "Step "}${spot.state}`}
      className="min-w-0 space-y-4 border-line p-4 max-xl:border-t xl:border-l"
    >
      <header className="flex items-start gap-3">
        <div className="min-w-0 flex-1 space-y-1.5">
          <h2 className="break-words font-semibold text-[15px]">
            {isUndo && <span className="text-undo">↩ undo of </span>}
            {spot.state}
          </h2>
          {step !== undefined && (
            <Badge face={isUndo && node !== undefined ? undoFace(node, step, wayOf(saga.steps, saga.phase)) : stepFace(step)} />
          )}
        </div>
        <button
          aria-label="Close the panel"
          className="inline-flex size-7 items-center justify-center rounded text-muted hover:bg-sunken hover:text-text"
          onClick={close}
          type="button"
        >
          <X aria-hidden="true" size={16} />
        </button>
      </header>
      {error != null && (
        <p className="break-words rounded-md bg-bad-bg px-3 py-2 text-[13px]">
          <span className="font-semibold text-bad">{error.type}</span> {visibleText(error.detail)}
        </p>
      )}
      {commands.length > 0 && (
        <div className="flex flex-wrap gap-2">
          {commands.map((command) => (
            <Button key={command.type} onClick={() => desk.open(command)}>
              {COMMANDS[command.type].verb}…
            </Button>
          ))}
        </div>
      )}
      {step === undefined ? (
        <p className="text-[13px] text-muted">This state makes no call.</p>
      ) : (
        <StepFacts isUndo={isUndo} node={node} step={step} />
      )}
      <section aria-label="Calls" className="space-y-3">
        {calls.map((call) => (
          <CallView call={call} key={`${call.callId}:${call.openedSeq}`} />
        ))}
        {calls.length === 0 && step !== undefined && (
          <p className="text-[13px] text-muted">{journal.isLoading ? "Reading the journal" : "Nothing was sent so far."}</p>
        )}
      </section>
    </aside>
  );
}
