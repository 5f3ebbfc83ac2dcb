"use client";

import type { ServiceView } from "@skald/shared";
import { useState } from "react";
import type { Face } from "#lib/faces.ts";
import { plural, visibleText } from "#lib/text.ts";
import { formatSpan } from "#lib/time.ts";
import { Button } from "#ui/controls/button.tsx";
import { Badge } from "#ui/status/badge.tsx";
import { FactRow } from "#ui/text/fact-row.tsx";
import { TimeText } from "#ui/text/time-text.tsx";
import { type BreakerChange, BreakerDialog } from "./breaker-dialog.tsx";
import { FailureBar } from "./failure-bar.tsx";

const BREAKER = {
  closed: { word: "Closed, calls go through", icon: "check", tone: "ok" },
  open: { word: "Open, calls wait", icon: "stop", tone: "bad" },
  "half-open": { word: "Half open, probing", icon: "clock", tone: "wait" },
} as const satisfies Record<ServiceView["breaker"]["state"], Face>;

/** One service: does it answer, does its breaker let calls through, and the switches for it. */
export function ServiceCard({ service }: { readonly service: ServiceView }) {
  const [change, setChange] = useState<BreakerChange | null>(null);
  const { breaker, concurrency } = service;
  return (
    <article
      aria-label={`${service.namespace}/${service.name}`}
      className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-surface p-4"
    >
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold text-[14px]">
          {service.namespace}/{service.name} <span className="font-normal text-muted">{service.version}</span>
        </h3>
        <Badge face={BREAKER[breaker.state]} />
      </header>
      <FailureBar breaker={breaker} />
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-[13px]">
        <FactRow name="Health">
          {service.health}
          {service.healthDetail !== null && <span className="text-muted">, {visibleText(service.healthDetail)}</span>}
        </FactRow>
        <FactRow name="Address">
          <span className="break-all font-mono text-[12px]">{visibleText(service.baseUrl)}</span>
        </FactRow>
        <FactRow name="Calls now">
          {concurrency.running}
          {concurrency.max !== null && ` of ${concurrency.max}`}
          {concurrency.waiting > 0 && <span className="text-wait">, {plural(concurrency.waiting, "call")} waiting</span>}
        </FactRow>
        <FactRow name="Latency">{latency(service.latencyMs)}</FactRow>
        {breaker.state === "open" && breaker.halfOpenAt !== null && breaker.override === null && (
          <FactRow name="Probes">
            <TimeText at={breaker.halfOpenAt} />
          </FactRow>
        )}
        {breaker.override !== null && (
          <FactRow name="Held">
            {breaker.override} by hand: {breaker.overrideReason === null ? "no reason given" : visibleText(breaker.overrideReason)}
          </FactRow>
        )}
      </dl>
      <div className="mt-auto flex flex-wrap gap-2 pt-1">
        {breaker.override !== "open" && <Button onClick={() => setChange("open")}>Hold open…</Button>}
        {breaker.override !== "closed" && <Button onClick={() => setChange("closed")}>Hold closed…</Button>}
        {breaker.override !== null && <Button onClick={() => setChange("auto")}>Back to automatic…</Button>}
      </div>
      {change !== null && <BreakerDialog change={change} onClose={() => setChange(null)} service={service} />}
    </article>
  );
}

function latency({ p50, p95 }: ServiceView["latencyMs"]): string {
  if (p50 === null && p95 === null) return "no calls yet";
  return `p50 ${p50 === null ? "–" : formatSpan(p50)}, p95 ${p95 === null ? "–" : formatSpan(p95)}`;
}
