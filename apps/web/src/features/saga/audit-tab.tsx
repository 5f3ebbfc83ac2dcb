"use client";

import type { CommandView, SagaView } from "@skald/shared";
import { useQuery } from "@tanstack/react-query";
import { COMMANDS } from "#lib/commands.ts";
import { sagaCommandsQuery } from "#lib/queries.ts";
import { visibleText } from "#lib/text.ts";
import { type Column, DataTable } from "#ui/controls/data-table.tsx";
import { Empty, Failure, Skeleton } from "#ui/status/states.tsx";
import { TimeText } from "#ui/text/time-text.tsx";

const COLUMNS: readonly Column<CommandView>[] = [
  { name: "Command", lead: true, cell: (command) => <span className="font-medium">{COMMANDS[command.type].verb}</span> },
  { name: "When", cell: (command) => <TimeText as="clock" at={command.at} /> },
  { name: "Who", cell: (command) => visibleText(command.actor) },
  { name: "Why", cell: (command) => (command.reason === null ? "–" : visibleText(command.reason)) },
  { name: "Ticket", cell: (command) => (command.ticket === null ? "–" : visibleText(command.ticket)) },
  {
    name: "Result",
    cell: (command) =>
      `${command.state}${command.result === null || command.result === command.state ? "" : `: ${visibleText(command.result)}`}`,
  },
  {
    name: "Revision",
    align: "right",
    cell: (command) => (
      <span className="whitespace-nowrap tabular-nums">{`${command.revisionBefore ?? "–"} → ${command.revisionAfter ?? "–"}`}</span>
    ),
  },
];

/** What people did to this saga, why, and what came of it. */
export function AuditTab({ saga }: { readonly saga: SagaView }) {
  const commands = useQuery(sagaCommandsQuery(saga.id, saga.revision));
  if (commands.isError) return <Failure error={commands.error} retry={() => void commands.refetch()} what="The commands" />;
  if (commands.data === undefined) return <Skeleton label="the commands" />;
  if (commands.data.items.length === 0) return <Empty title="Nobody has given this saga a command" />;

  return (
    <DataTable caption="Commands given to this saga" columns={COLUMNS} rowKey={(command) => command.commandId} rows={commands.data.items} />
  );
}
