"use client";

import type { CommandView, PreviewView, SagaView } from "@skald/shared";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { askEngine } from "#lib/api.ts";
import type { WantedCommand } from "#lib/command-desk.tsx";
import { readCommandByKey, sagaQuery } from "#lib/queries.ts";
import { type CommandDraft, planRequestOf, requestOf } from "./command-draft.ts";
import { type Outcome, outcomeOfCommand, outcomeOfError } from "./command-outcome.ts";

/** One command from its preview to its verdict. */
export interface CommandFlow {
  /** The saga as the person saw it: what the preview and If-Match speak of. */
  readonly seen: SagaView;
  readonly preview: PreviewView | null;
  readonly previewError: unknown;
  readonly outcome: Outcome;
  send(): void;
  check(): void;
  /** Takes the newest saga as seen, and a new plan and a new key with it. */
  review(): void;
}

// The rules a dialog sends by:
//   C1. A key belongs to one confirmed plan: made when the dialog opens, and anew with each reviewed plan.
//   C2. Nothing is sent while something is under way, so two clicks are one command; were there two, they
//       would carry one key.
//   C3. Nothing is ever sent again by itself.
export function useCommand(
  saga: SagaView,
  wanted: WantedCommand,
  draft: CommandDraft,
  onAccepted: (command: CommandView, seen: SagaView) => void,
): CommandFlow {
  const client = useQueryClient();
  const [seen, setSeen] = useState(saga);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [outcome, setOutcome] = useState<Outcome>({ kind: "none" });
  const underWay = useRef(false);
  const path = `/api/v1/sagas/${encodeURIComponent(saga.id)}/commands`;
  const headers = { "if-match": `"${seen.revision}"` };
  const plan = planRequestOf(wanted, draft);

  const preview = useQuery({
    queryKey: ["preview", saga.id, seen.revision, plan, key],
    queryFn: ({ signal }) => askEngine<PreviewView>(`${path}/preview`, { method: "POST", body: plan, headers, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    placeholderData: (before) => before,
  });
  const previewOutcome = preview.isError ? outcomeOfError(preview.error) : null;

  const settle = (next: Outcome): void => {
    setOutcome(next);
    if (next.kind === "accepted") onAccepted(next.command, seen);
  };
  const once = async (kind: "sending" | "checking", act: () => Promise<Outcome>): Promise<void> => {
    if (underWay.current) return;

    underWay.current = true;
    setOutcome({ kind });
    const next = await act();
    underWay.current = false;
    settle(next);
  };
  const send = (): void => {
    const confirmed = preview.data;
    if (confirmed === undefined || preview.isPlaceholderData) return;

    void once("sending", () =>
      askEngine<CommandView>(path, {
        method: "POST",
        body: requestOf(wanted, draft, confirmed),
        headers: { ...headers, "idempotency-key": key },
      }).then(outcomeOfCommand, outcomeOfError),
    );
  };
  const check = (): void => {
    void once("checking", () =>
      readCommandByKey(saga.id, key).then(
        ({ items: [command] }): Outcome => (command === undefined ? { kind: "absent" } : outcomeOfCommand(command)),
        (): Outcome => ({ kind: "unknown" }),
      ),
    );
  };
  const review = async (): Promise<void> => {
    // The saga of the 412 may be old again by now.
    setSeen(await client.fetchQuery({ ...sagaQuery(saga.id), staleTime: 0 }));
    setKey(crypto.randomUUID());
    setOutcome({ kind: "none" });
  };

  return {
    seen,
    preview: preview.data ?? null,
    previewError: previewOutcome?.kind === "stale" ? null : preview.error,
    // A preview may be stale too: then there is nothing to confirm yet.
    outcome: outcome.kind === "none" && previewOutcome?.kind === "stale" ? previewOutcome : outcome,
    send,
    check,
    // A failed reading leaves the notice and the button as they are.
    review: () => void review().catch(() => undefined),
  };
}
