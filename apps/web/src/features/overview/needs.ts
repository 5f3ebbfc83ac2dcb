import type { HealthDetailed, SagaSummary } from "@skald/shared";
import type { Face } from "#lib/faces.ts";
import { ATTENTION, describeSaga } from "#lib/status.ts";
import { plural, shortId } from "#lib/text.ts";

/** One thing a person should look at, with the one place to go. */
export interface Need {
  readonly key: string;
  readonly face: Face;
  readonly subject: string;
  readonly detail: string;
  readonly since: string | null;
  readonly href: string;
  readonly severity: number;
}

/** Everything that needs a person, the worst and oldest first. */
export function needsOf(sagas: readonly SagaSummary[], health: HealthDetailed | undefined): readonly Need[] {
  const needs = [...sagas.map(sagaNeed), ...breakerNeeds(health), ...componentNeeds(health)];

  return needs.sort((a, b) => a.severity - b.severity || (a.since ?? "").localeCompare(b.since ?? ""));
}

function sagaNeed(saga: SagaSummary): Need {
  const reason = saga.attention?.reason;
  return {
    key: saga.id,
    face: describeSaga(saga),
    subject: `${saga.definition} ${saga.key ?? shortId(saga.id)}`,
    detail: detailOf(saga),
    since: saga.attention?.since ?? saga.updatedAt,
    href: `/sagas/${saga.id}`,
    severity: reason === undefined ? 2 : ATTENTION[reason].severity,
  };
}

// The cause of a saga that turned back is why it turned, not why its undo failed.
function detailOf(saga: SagaSummary): string {
  const state = saga.attention?.state ?? saga.current[0] ?? null;
  if (saga.attention?.reason === "undo_failed") return state === null ? "" : `undo of ${state} gave up`;

  return [state, saga.cause?.type ?? null].filter((part) => part !== null).join(" · ");
}

function breakerNeeds(health: HealthDetailed | undefined): readonly Need[] {
  return (health?.services ?? [])
    .filter((service) => service.breaker.state === "open")
    .map((service) => ({
      key: `breaker:${service.namespace}/${service.name}`,
      face: { word: "Breaker open", icon: "stop", tone: "wait" },
      subject: `${service.namespace}/${service.name}`,
      detail: service.concurrency.waiting === 0 ? "no call waits" : `${plural(service.concurrency.waiting, "call")} wait`,
      since: service.breaker.openedAt,
      href: "/health",
      severity: 2,
    }));
}

function componentNeeds(health: HealthDetailed | undefined): readonly Need[] {
  return (health?.components ?? [])
    .filter((component) => component.status !== "up")
    .map((component) => ({
      key: `component:${component.name}`,
      face: {
        word: component.status === "down" ? "Down" : "Degraded",
        icon: component.status === "down" ? "cross" : "clock",
        tone: component.status === "down" ? "bad" : "wait",
      },
      subject: component.name,
      detail: component.detail,
      since: null,
      href: "/health",
      severity: component.status === "down" ? 1 : 3,
    }));
}
