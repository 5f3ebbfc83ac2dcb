// Sends calls to participants.
//
//   C1. A call is sent at most once per `send`. There is no retry here and no redirect is followed: both are
//       decisions, and decisions are the kernel's.
//   C2. What was certainly not written is `notSent`; an answer that came whole is `answered`; all else is `lost`.
//   C3. Nothing goes out but through egress.ts.
//   C4. Secrets live from `perform` to the end of the exchange and are in no observation.
//
// It owns connections (pools.ts), limits (service-limits.ts) and health (health-poll.ts). It has no journal.

import type { ServiceLive } from "@skald/dsl";
import type { Observation } from "@skald/kernel";
import type { Clock } from "../ports/clock.ts";
import type { BreakerOverride } from "../ports/definitions.ts";
import type { Gateway, OutgoingCall, ServiceState } from "../ports/gateway.ts";
import type { Secrets } from "../ports/secrets.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import { createFindDestination, type FindDestination } from "./destination.ts";
import type { Egress } from "./egress.ts";
import type { Exchanged } from "./exchange.ts";
import { engineHeadersOf, PLAIN_ANSWER } from "./header-list.ts";
import { HealthPoll } from "./health-poll.ts";
import { Latencies } from "./latencies.ts";
import { perform } from "./perform.ts";
import { createPools, type Pools } from "./pools.ts";
import { CONCURRENCY_MAX, type Limits, ServiceLimits } from "./service-limits.ts";
import { createSpanIds } from "./span-id.ts";

/** What a gateway needs. */
export interface GatewayOptions {
  /** The live values of a service, by `namespace/name`. */
  readonly live: (service: string) => ServiceLive | undefined;
  /** Every service of the catalogue, for health. */
  readonly services: () => readonly string[];
  /** The hand-set state of a service's breaker. */
  readonly overrides: (service: string) => BreakerOverride | undefined;
  readonly secrets: Secrets;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** The allow-listed environment names with their values. */
  readonly env: Readonly<Record<string, string>>;
  /** Default 1 MiB. */
  readonly responseMaxBytes?: number;
}

const RESPONSE_MAX_BYTES = 1_048_576;
const HEALTH_TIMEOUT_MS = 5_000;
const OWNERS_MAX = 1_000;
const NO_LIMITS: Limits = { concurrency: null, rateLimit: null, circuitBreaker: null };
const STOPPING: Observation = { kind: "notSent", reason: "the engine is stopping" };
const NEVER = new AbortController().signal;

interface Owner {
  readonly limits: ServiceLimits;
  readonly latencies: Latencies;
}

interface Parts {
  readonly options: GatewayOptions;
  readonly pools: Pools;
  readonly findDestination: FindDestination;
  readonly nextSpanId: () => string;
  /** Services, and the origins of calls that belong to none. */
  readonly owners: Map<string, Owner>;
  isClosing: boolean;
}

/** The gateway over HTTP. */
export function createGateway(options: GatewayOptions): Gateway {
  const pools = createPools(options.egress);
  const parts: Parts = {
    options,
    pools,
    findDestination: createFindDestination(options.egress, options.env),
    nextSpanId: createSpanIds(),
    owners: new Map(),
    isClosing: false,
  };
  const health = new HealthPoll(
    options.clock,
    () => liveServices(options),
    (service, live, path) => askHealth(parts, service, live, path),
  );
  const underWay = new Set<Promise<Observation>>();

  return {
    send: (call, signal) => {
      if (parts.isClosing) return Promise.resolve(STOPPING);
      const sending = send(parts, call, signal);
      underWay.add(sending);
      void sending.finally(() => underWay.delete(sending));
      return sending;
    },
    services: () => liveServices(options).map(([service, live]) => ({ ...stateOf(parts, service, live), ...health.healthOf(service) })),
    close: async (deadlineMs) => {
      parts.isClosing = true;
      await Promise.race([Promise.all([...underWay, health.stop()]), pause(options.clock, deadlineMs)]);
      await pools.destroy();
    },
  };
}

async function send(parts: Parts, call: OutgoingCall, signal: AbortSignal): Promise<Observation> {
  const { options, pools } = parts;
  const { service } = call.request;
  const live = service === null ? null : options.live(service);
  if (live === undefined) return { kind: "notSent", reason: `service "${service}" is not in the catalogue` };
  const destination = parts.findDestination(call.request, live);
  if (!destination.ok) return { kind: "notSent", reason: destination.reason };

  const limits = live ?? NO_LIMITS;
  const owner = service ?? destination.origin;
  const admission = await ownerOf(parts, owner).limits.admit(limits, signal);
  if (!admission.ok) return admission.observation;
  if (parts.isClosing) {
    admission.permit.settle("neutral");
    return STOPPING;
  }
  const startedMs = options.clock.monotonicMs();
  const exchanged = await perform({
    request: call.request,
    engineHeaders: engineHeadersOf(call, parts.nextSpanId()),
    timeoutMs: call.timeoutMs,
    path: destination.path,
    pool: pools.poolFor(owner, destination.origin, limits.concurrency ?? CONCURRENCY_MAX),
    auth: live?.auth ?? null,
    scope: options,
    clock: options.clock,
    bodyMax: options.responseMaxBytes ?? RESPONSE_MAX_BYTES,
    signal,
  });
  admission.permit.settle(exchanged.verdict);
  report(parts, owner, { call, exchanged, durationMs: options.clock.monotonicMs() - startedMs });
  return exchanged.observation;
}

function report(
  parts: Parts,
  owner: string,
  { call, exchanged, durationMs }: { readonly call: OutgoingCall; readonly exchanged: Exchanged; readonly durationMs: number },
): void {
  const { telemetry } = parts.options;
  const service = call.request.service ?? "none";
  telemetry.observe("skald_call_duration_seconds", durationMs / 1000, { service });
  if (exchanged.observation.kind !== "notSent") ownerOf(parts, owner).latencies.add(durationMs);
}

function ownerOf({ owners, options }: Parts, name: string): Owner {
  const known = owners.get(name);
  if (known !== undefined) return known;

  if (owners.size >= OWNERS_MAX) forgetIdleOwners(owners);
  const owner: Owner = { limits: new ServiceLimits(options.clock, () => options.overrides(name)), latencies: new Latencies() };
  owners.set(name, owner);
  return owner;
}

function forgetIdleOwners(owners: Map<string, Owner>): void {
  for (const [name, { limits }] of owners) {
    const { running, waiting } = limits.figures(NO_LIMITS);
    if (running + waiting === 0) owners.delete(name);
  }
}

function stateOf(parts: Parts, service: string, live: ServiceLive): Omit<ServiceState, "health" | "healthDetail" | "checkedAtMs"> {
  const { limits, latencies } = ownerOf(parts, service);
  const { breaker, failureRate, calls, running, waiting } = limits.figures(live);
  const halfOpenAtMs =
    breaker.phase === "open" && breaker.openedAtMs !== null ? breaker.openedAtMs + (live.circuitBreaker?.halfOpenAfterMs ?? 0) : null;
  const override = parts.options.overrides(service)?.state;

  return {
    service,
    breaker: override ?? breaker.phase,
    failureRate,
    calls,
    openedAtMs: breaker.openedAtMs,
    halfOpenAtMs,
    running,
    waiting,
    latencyMs: latencies.percentiles(),
  };
}

function liveServices({ services, live }: GatewayOptions): readonly (readonly [string, ServiceLive])[] {
  return services().flatMap((service) => {
    const values = live(service);
    return values === undefined ? [] : [[service, values] as const];
  });
}

/** Outside the limits and without the engine's headers of a call: it belongs to no saga. */
async function askHealth(parts: Parts, service: string, live: ServiceLive, path: string): Promise<string | null> {
  const { options, pools } = parts;
  const destination = parts.findDestination({ target: path }, live);
  if (!destination.ok) return destination.reason;

  // A connection of its own: a service whose connections are all busy is not down.
  const pool = pools.poolFor(`${service} health`, destination.origin, 1);
  const { observation } = await perform({
    request: { method: "GET", headers: {}, body: null },
    engineHeaders: PLAIN_ANSWER,
    timeoutMs: HEALTH_TIMEOUT_MS,
    path: destination.path,
    pool,
    auth: live.auth,
    scope: options,
    clock: options.clock,
    bodyMax: options.responseMaxBytes ?? RESPONSE_MAX_BYTES,
    signal: NEVER,
  });
  if (observation.kind !== "answered") return observation.reason;
  return observation.status >= 200 && observation.status < 300 ? null : `answered ${observation.status}`;
}

function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((settle) => {
    clock.schedule(delayMs, settle);
  });
}
