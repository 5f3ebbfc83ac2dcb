import type { Observation } from "@skald/kernel";
import type { CallKind } from "@skald/shared";
import type { Gateway, OutgoingCall } from "../ports/gateway.ts";

/** Which calls a line of the script is about. Absent fields match every call. */
interface CallMatch {
  readonly sagaId?: string;
  readonly state?: string;
  readonly kind?: CallKind;
  readonly attempt?: number;
}

/** What the participant did with one sending. */
export interface Delivery {
  readonly call: OutgoingCall;
  readonly observation: Observation | null;
}

/** A gateway that answers by script and keeps a ledger, as a participant that keeps P1 would. */
export interface ScriptedGateway extends Gateway {
  /** Answers matching calls; a later line goes before an earlier one. `times` bounds how often. */
  answer(match: CallMatch, observation: Observation, times?: number): void;
  /** Matching calls hang until they are released. */
  hang(match: CallMatch): void;
  /** Answers what hangs and matches, with what the script says or with `observation`; calls to come do not hang. */
  release(match: CallMatch, observation?: Observation): void;
  /** Every sending, in order; `observation` is null while it hangs. */
  readonly ledger: readonly Delivery[];
  /** Keys whose effect took place, each once: a repeated key has no second effect. */
  effects(kind: CallKind): readonly string[];
  /** Sendings under way now. */
  hanging(): readonly OutgoingCall[];
}

interface Line {
  readonly match: CallMatch;
  readonly observation: Observation;
  left: number;
}

interface Hanging {
  readonly call: OutgoingCall;
  readonly respond: (observation: Observation) => void;
}

/** 200 with an empty object: what a call gets that no line is about. */
export const ANSWERED: Observation = { kind: "answered", status: 200, headers: {}, body: "{}" };
export const REFUSED: Observation = { kind: "answered", status: 422, headers: {}, body: '{"error":"no"}' };
export const LOST: Observation = { kind: "lost", reason: "no answer in time", timedOut: true };
export const NOT_SENT: Observation = { kind: "notSent", reason: "connection refused" };

export function createScriptedGateway(): ScriptedGateway {
  const lines: Line[] = [];
  const hangs: CallMatch[] = [];
  const ledger: { call: OutgoingCall; observation: Observation | null }[] = [];
  const hanging = new Set<Hanging>();

  const scripted = (call: OutgoingCall): Observation => {
    const line = lines.findLast(({ match, left }) => left > 0 && matches(match, call));
    if (line === undefined) return ANSWERED;
    line.left -= 1;
    return line.observation;
  };

  return {
    ledger,
    answer(match, observation, times = Number.POSITIVE_INFINITY) {
      lines.push({ match, observation, left: times });
    },
    hang(match) {
      hangs.push(match);
    },
    release(match, observation) {
      for (let index = hangs.length - 1; index >= 0; index -= 1) if (matches(match, hangs[index] ?? {})) hangs.splice(index, 1);
      for (const one of [...hanging]) if (matches(match, one.call)) one.respond(observation ?? scripted(one.call));
    },
    send(call, signal) {
      const delivery: { call: OutgoingCall; observation: Observation | null } = { call, observation: null };
      ledger.push(delivery);
      if (!hangs.some((match) => matches(match, call))) {
        delivery.observation = scripted(call);
        return Promise.resolve(delivery.observation);
      }

      const { promise, resolve } = Promise.withResolvers<Observation>();
      const one: Hanging = {
        call,
        respond(observation) {
          delivery.observation = observation;
          hanging.delete(one);
          resolve(observation);
        },
      };
      hanging.add(one);
      signal.addEventListener("abort", () => one.respond({ kind: "lost", reason: "aborted", timedOut: false }));
      return promise;
    },
    effects(kind) {
      const keys = ledger
        .filter(({ call, observation }) => call.kind === kind && hadEffect(observation))
        .map(({ call }) => call.idempotencyKey);
      return [...new Set(keys)];
    },
    hanging: () => [...hanging].map(({ call }) => call),
    services: () => [],
    close: () => Promise.resolve(),
  };
}

function matches(match: CallMatch, call: CallMatch): boolean {
  return (
    (match.sagaId === undefined || match.sagaId === call.sagaId) &&
    (match.state === undefined || match.state === call.state) &&
    (match.kind === undefined || match.kind === call.kind) &&
    (match.attempt === undefined || match.attempt === call.attempt)
  );
}

/** A call that was lost did its work: the worst a participant can do within the contract. */
function hadEffect(observation: Observation | null): boolean {
  if (observation === null || observation.kind === "lost") return true;

  return observation.kind === "answered" && observation.status >= 200 && observation.status < 300;
}
