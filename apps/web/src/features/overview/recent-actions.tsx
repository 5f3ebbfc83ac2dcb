"use client";

import type { AuditItem } from "@skald/shared";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { COMMANDS } from "#lib/commands.ts";
import { auditQuery } from "#lib/queries.ts";
import { shortId, visibleText } from "#lib/text.ts";
import { Empty, Failure, Skeleton } from "#ui/status/states.tsx";
import { Card } from "#ui/text/card.tsx";
import { TimeText } from "#ui/text/time-text.tsx";

export const RECENT = 8;

/** What operators did lately, why, and with what result. */
export function RecentActions() {
  const audit = useQuery(auditQuery(RECENT));
  return (
    <Card flush title="Recent operator actions">
      {audit.isError && audit.data === undefined && <Failure error={audit.error} what="The audit" />}
      {audit.data === undefined && !audit.isError && <Skeleton label="recent actions" rows={3} />}
      {audit.data?.items.length === 0 && <Empty title="No operator has stepped in" />}
      {audit.data !== undefined && audit.data.items.length > 0 && (
        <ul className="divide-y divide-line text-[13px]">
          {audit.data.items.map((item) => (
            <ActionRow item={item} key={item.commandId} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function ActionRow({ item }: { readonly item: AuditItem }) {
  const verb = item.type in COMMANDS ? COMMANDS[item.type as keyof typeof COMMANDS].verb : item.type;
  return (
    <li className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 px-4 py-2">
      <span className="w-20 shrink-0 text-muted">
        <TimeText as="clock" at={item.at} />
      </span>
      <span className="font-medium">{visibleText(item.actor)}</span>
      <span>
        {verb.toLowerCase()}{" "}
        <Link className="text-accent underline-offset-2 hover:underline" href={`/sagas/${item.sagaId}?tab=audit`} prefetch={false}>
          {item.definition} {item.key ?? shortId(item.sagaId)}
        </Link>
      </span>
      {item.reason !== null && <span className="min-w-0 break-words text-muted">“{visibleText(item.reason)}”</span>}
      {item.ticket !== null && <span className="text-muted">{visibleText(item.ticket)}</span>}
      <span className="ml-auto text-muted">{item.state}</span>
    </li>
  );
}
