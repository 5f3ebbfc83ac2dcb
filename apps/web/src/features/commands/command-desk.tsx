"use client";

import type { CommandType, CommandView, SagaView } from "@skald/shared";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { useAnnounce } from "#lib/announcer.tsx";
import { askEngine } from "#lib/api.ts";
import { CommandDeskProvider, type RequestedCommand, type WantedCommand } from "#lib/command-desk.tsx";
import { COMMANDS } from "#lib/commands.ts";
import { sagaQuery } from "#lib/queries.ts";
import { formatClock } from "#lib/time.ts";
import { useToasts } from "#lib/toasts.tsx";
import { CommandDialog } from "./command-dialog.tsx";

interface CommandDeskProps {
  readonly sagaId: string;
  readonly children: ReactNode;
}

/** Takes wishes for commands from a saga's page and shows their dialog, one at a time. */
export function CommandDesk({ sagaId, children }: CommandDeskProps) {
  const [wanted, setWanted] = useState<WantedCommand | null>(null);
  const [requested, setRequested] = useState<RequestedCommand | null>(null);
  const saga = useQuery({ ...sagaQuery(sagaId), enabled: false }).data;
  const client = useQueryClient();
  const { show } = useToasts();
  const announce = useAnnounce();
  const desk = useMemo(() => ({ open: setWanted, requested }), [requested]);

  const accept = (command: CommandView, seen: SagaView): void => {
    if (wanted === null) return;

    const atMs = Date.now();
    setWanted(null);
    setRequested({ ...wanted, revision: seen.revision, atMs });
    const word = command.state === "pending" ? "accepted, waiting for the saga's owner" : "requested";
    const text = `${COMMANDS[wanted.type].verb} ${word}, ${formatClock(new Date(atMs).toISOString(), atMs)}`;
    const opposite = OPPOSITE[wanted.type];
    show({
      text,
      tone: "plain",
      ...(opposite === undefined ? {} : { action: { label: "Undo", run: () => takeBack(sagaId, opposite, show) } }),
    });
    announce(text);
    // The truth comes by the stream; this is for a page that has none.
    void client.invalidateQueries({ queryKey: sagaQuery(sagaId).queryKey, exact: true });
  };

  return (
    <CommandDeskProvider value={desk}>
      {children}
      {wanted !== null && saga !== undefined && (
        <CommandDialog
          key={`${wanted.type}:${wanted.state}:${wanted.lane}`}
          onAccepted={accept}
          onClose={() => setWanted(null)}
          saga={saga}
          wanted={wanted}
        />
      )}
    </CommandDeskProvider>
  );
}

const OPPOSITE: Partial<Record<CommandType, CommandType>> = { pause: "resume", resume: "pause" };

// Pausing and resuming accept any revision: they do no more than close and open the gate.
function takeBack(sagaId: string, type: CommandType, show: ReturnType<typeof useToasts>["show"]): void {
  const headers = { "if-match": "*", "idempotency-key": crypto.randomUUID() };
  askEngine(`/api/v1/sagas/${encodeURIComponent(sagaId)}/commands`, {
    method: "POST",
    body: { type, reason: "taken back" },
    headers,
  }).catch((error: unknown) =>
    show({ text: `${COMMANDS[type].verb}: ${error instanceof Error ? error.message : "unknown outcome"}`, tone: "bad" }),
  );
}
