"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { healthQuery, incidentsQuery } from "#lib/queries.ts";
import { visibleText } from "#lib/text.ts";
import { Badge } from "#ui/status/badge.tsx";
import { Failure, Skeleton } from "#ui/status/states.tsx";
import { StatusIcon } from "#ui/status/status-icon.tsx";
import { Card } from "#ui/text/card.tsx";
import { TimeText } from "#ui/text/time-text.tsx";
import { type Need, needsOf } from "./needs.ts";

const SHOWN_MAX = 10;

/** The first thing anybody should see: what waits for a person, worst first, one way in each. */
export function NeedsAPerson() {
  const incidents = useQuery(incidentsQuery());
  const health = useQuery(healthQuery());
  if (incidents.isError && incidents.data === undefined)
    return <Failure error={incidents.error} retry={() => void incidents.refetch()} what="What needs a person" />;
  if (incidents.data === undefined) return <Skeleton label="what needs a person" rows={3} />;

  const needs = needsOf(incidents.data.items, health.data);
  const rest = needs.length - SHOWN_MAX;
  const count = incidents.data.nextCursor === null ? String(needs.length) : `${needs.length}+`;
  return (
    <Card
      aside={
        needs.length > 0 && (
          <Link className="text-[13px] text-accent underline-offset-2 hover:underline" href="/sagas?status=suspended" prefetch={false}>
            All sagas that need a person
          </Link>
        )
      }
      flush
      title={needs.length === 0 ? "Needs a person" : `Needs a person (${count})`}
    >
      {needs.length === 0 ? (
        <p className="flex items-center gap-2 px-4 py-5 text-[14px]">
          <StatusIcon className="text-ok" name="check" />
          Nothing needs a person. Every saga is moving or has ended.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {needs.slice(0, SHOWN_MAX).map((need) => (
            <NeedRow key={need.key} need={need} />
          ))}
        </ul>
      )}
      {rest > 0 && <p className="border-line border-t px-4 py-2.5 text-[13px] text-muted">and {rest} more</p>}
    </Card>
  );
}

function NeedRow({ need }: { readonly need: Need }) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-2.5 text-[13px] sm:grid-cols-[11.5rem_minmax(0,1fr)_7rem_auto]">
      <span className="max-sm:col-span-2">
        <Badge face={need.face} />
      </span>
      <span className="min-w-0 truncate">
        <span className="font-medium">{visibleText(need.subject)}</span> <span className="text-muted">{visibleText(need.detail)}</span>
      </span>
      <span className="text-right text-muted max-sm:hidden">{need.since !== null && <TimeText at={need.since} />}</span>
      <Link
        aria-label={`Open ${need.subject}, ${need.face.word}`}
        className="inline-flex min-h-8 items-center rounded-md border border-line px-3 font-medium hover:bg-sunken"
        href={need.href}
        prefetch={false}
      >
        Open
      </Link>
    </li>
  );
}
