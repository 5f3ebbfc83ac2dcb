import type { ServiceView } from "@skald/shared";
import { percent, plural } from "#lib/text.ts";

/** The share of failing calls against the share that opens the breaker. */
export function FailureBar({ breaker }: { readonly breaker: ServiceView["breaker"] }) {
  const over = breaker.failureRate >= breaker.failureRateMax;
  return (
    <div>
      <p className="mb-1 flex justify-between gap-3 text-[12px] text-muted tabular-nums">
        <span>
          <span className={over ? "font-semibold text-bad" : "text-text"}>{percent(breaker.failureRate)}</span> of{" "}
          {plural(breaker.calls, "call")} failed
        </span>
        <span>opens at {percent(breaker.failureRateMax)}</span>
      </p>
      <div aria-hidden="true" className="relative h-1.5 rounded-full bg-sunken">
        <div
          className={`h-full rounded-full ${over ? "bg-bad" : "bg-ok"}`}
          style={{ width: `${Math.min(100, breaker.failureRate * 100)}%` }}
        />
        <div className="absolute -inset-y-1 w-0.5 bg-line-strong" style={{ left: `${Math.min(100, breaker.failureRateMax * 100)}%` }} />
      </div>
    </div>
  );
}
