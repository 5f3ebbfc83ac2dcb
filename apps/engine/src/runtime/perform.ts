// Performs calls and brings their results home.
//
//   W2. It is given calls only after the commit that opened them. A crash between the two repeats
//       the call under the visit's idempotency key.
//   W6. What it performs is `pendingCalls(saga)` and nothing else; it keeps no list of work.
//
// (callId, attempt) is never performed twice at once by this process: the same call is derived after every
// commit while it is open. An aborted call reports nothing: whoever takes the saga over performs it again.

import type { Observation, PendingCall, SagaEvent } from "@skald/kernel";
import type { Gateway, OutgoingCall } from "../ports/gateway.ts";
import type { Telemetry } from "../ports/telemetry.ts";

/** Calls under way. */
export interface Performer {
  perform(calls: readonly PendingCall[]): void;
  /** Performs nothing more; what is under way goes on. */
  close(): void;
  /** Performs again after `close` or `abort`. */
  open(): void;
  /** Lets go of every call: nobody listens to what it brings. */
  abort(): void;
  running(): number;
}

/** What performing needs. */
export interface PerformerPorts {
  readonly gateway: Gateway;
  readonly telemetry: Telemetry;
  /** @throws when the saga is not this replica's, or its numbers are used up for the moment. */
  nextFence(sagaId: string): bigint;
  deliver(sagaId: string, event: SagaEvent): void;
  /** A call ended, whether or not anybody listened. */
  settled(): void;
  /** A call could not even be begun; it is still open. */
  unperformed(sagaId: string): void;
}

export function createPerformer(ports: PerformerPorts): Performer {
  const { gateway, telemetry } = ports;
  const underWay = new Map<string, AbortController>();
  let isOpen = true;

  const begin = (call: PendingCall, name: string): void => {
    try {
      send({ ...call, fence: ports.nextFence(call.sagaId) }, name);
    } catch (error) {
      telemetry.log("warn", "A call could not be begun; it is derived again.", { sagaId: call.sagaId, callId: call.callId, error });
      ports.unperformed(call.sagaId);
    }
  };

  const send = (call: OutgoingCall, name: string): void => {
    const controller = new AbortController();
    underWay.set(name, controller);

    const settle = (observation: Observation): void => {
      if (underWay.get(name) === controller) underWay.delete(name);
      if (!controller.signal.aborted) {
        telemetry.count("skald_calls_total", {
          service: call.request.service ?? "inline",
          kind: call.kind,
          outcome: outcomeLabel(observation),
        });
        ports.deliver(call.sagaId, { kind: "result", callId: call.callId, attempt: call.attempt, observation });
      }
      ports.settled();
    };
    // A gateway that throws breaks its contract; what it did is unknown.
    const broken = (error: unknown): void => {
      telemetry.log("error", "The gateway threw.", { sagaId: call.sagaId, callId: call.callId, error });
      settle({ kind: "lost", reason: `internal error of the gateway: ${String(error)}`, timedOut: false });
    };
    gateway.send(call, controller.signal).then(settle, broken);
  };

  return {
    perform(calls) {
      if (!isOpen) return;
      for (const call of calls) {
        const name = `${call.idempotencyKey} ${call.kind} ${call.attempt}`;
        if (!underWay.has(name)) begin(call, name);
      }
    },
    close() {
      isOpen = false;
    },
    open() {
      isOpen = true;
    },
    abort() {
      isOpen = false;
      for (const controller of underWay.values()) controller.abort();
      underWay.clear();
    },
    running: () => underWay.size,
  };
}

/** The outcome by the table of semantics.md, section 5, as far as the answer alone tells it; for metrics only. */
export function outcomeLabel(observation: Observation): "succeeded" | "refused" | "notSent" | "unknown" {
  if (observation.kind === "notSent") return "notSent";
  if (observation.kind === "lost" || observation.tooLarge === true) return "unknown";

  const { status } = observation;
  if (status >= 200 && status < 300) return "succeeded";
  if (status === 425 || status === 429) return "notSent";
  return status >= 500 || status === 408 ? "unknown" : "refused";
}
