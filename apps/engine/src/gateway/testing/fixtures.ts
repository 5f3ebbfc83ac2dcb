import type { ServiceLive } from "@skald/dsl";
import type { CallRequest } from "@skald/kernel";
import type { Clock } from "../../ports/clock.ts";
import type { Gateway, OutgoingCall } from "../../ports/gateway.ts";
import type { Secrets } from "../../ports/secrets.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import { createGateway, type GatewayOptions } from "../create-gateway.ts";
import { createEgress, type EgressRules } from "../egress.ts";

/** The machine's own clock. */
const REAL_CLOCK: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  schedule: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

/** A clock that moves when it is told to. */
export class DrivenClock implements Clock {
  #nowMs = 0;
  #due: { readonly atMs: number; readonly callback: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  schedule(delayMs: number, callback: () => void): () => void {
    const entry = { atMs: this.#nowMs + delayMs, callback };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((other) => other !== entry);
    };
  }

  /** Fires everything that is due, in order, letting promises settle in between. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      await settled();
      const next = this.#due.filter(({ atMs }) => atMs <= untilMs).toSorted((one, other) => one.atMs - other.atMs)[0];
      if (next === undefined) break;
      this.#nowMs = next.atMs;
      this.#due = this.#due.filter((entry) => entry !== next);
      next.callback();
    }
    this.#nowMs = untilMs;
    await settled();
  }
}

/** Everything promised so far has settled. */
export function settled(): Promise<void> {
  return new Promise((settle) => setImmediate(settle));
}

/** Secrets that are there from the beginning. */
export function secretsOf(values: Readonly<Record<string, string>>): Secrets {
  return { read: async (name) => (Object.hasOwn(values, name) ? values[name] : undefined) };
}

/** Notes nothing. */
const SILENT: Telemetry = { log: () => {}, count: () => {}, gauge: () => {}, observe: () => {} };

/** A service at an address, without limits. */
export function aService(values: Partial<ServiceLive> & Pick<ServiceLive, "baseUrl">): ServiceLive {
  return { auth: null, health: null, concurrency: null, rateLimit: null, circuitBreaker: null, ...values };
}

/** A gateway over services, on a machine whose engine listens on loopback. */
export function aGateway(
  services: Readonly<Record<string, ServiceLive>>,
  { egress, ...options }: Partial<Omit<GatewayOptions, "egress">> & { readonly egress?: Partial<EgressRules> } = {},
): Gateway {
  return createGateway({
    live: (service) => services[service],
    services: () => Object.keys(services),
    overrides: () => undefined,
    secrets: secretsOf({}),
    egress: createEgress({ allow: [], loopback: true, ...egress }),
    clock: REAL_CLOCK,
    telemetry: SILENT,
    env: {},
    ...options,
  });
}

/** The first attempt of a step's action. */
export function aCall(request: Partial<CallRequest>, call: Partial<OutgoingCall> = {}): OutgoingCall {
  return {
    sagaId: "0199a3a0-0000-7000-8000-000000000001",
    callId: "reserve#1/action",
    kind: "action",
    state: "reserve",
    visit: 1,
    attempt: 1,
    idempotencyKey: "0199a3a0-0000-7000-8000-000000000001/reserve#1",
    timeoutMs: 15_000,
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    fence: 1_048_577n,
    ...call,
    request: { method: "POST", service: "shop/inventory", target: "/ok", headers: {}, body: '{"n":1}', ...request },
  };
}

/** Nobody cancels. */
export const NOBODY_CANCELS = new AbortController().signal;
