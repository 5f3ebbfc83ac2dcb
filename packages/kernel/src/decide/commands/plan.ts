import { canonicalJson, type Json, type PlanItem, sha256Hex } from "@skald/shared";
import { bodyJson } from "../../names/names.ts";
import { requireKnown } from "../../require-known.ts";
import type { OpenCall, OpenedCall } from "../../types/call.ts";
import type { Decision, Scope, Verdict } from "../../types/decision.ts";
import type { Entry } from "../../types/entry.ts";
import type { Command, SagaEvent } from "../../types/event.ts";
import type { Saga } from "../../types/saga.ts";
import { maskTravelled } from "../../view/mask.ts";
import { callFacts } from "../calls/call-facts.ts";
import { requireOpened } from "../calls/pending-calls.ts";
import { idempotencyKeyOf } from "../calls/render-call.ts";
import { decideEvent } from "../decide-event.ts";

/** What a command would do: the calls in order, rendered by the code that will make them. */
export interface Plan {
  readonly verdict: Verdict;
  readonly items: readonly PlanItem[];
  /** The saga as it would be when every planned undo succeeds. */
  readonly after: Saga;
  /** `sha256:<hex>`: equal plans have equal hashes. */
  readonly hash: string;
}

/** More undos than any saga can have. */
const STEPS_MAX = 1500;

/** Computes what a command would do, by deciding it on a copy and answering every undo with success. Changes nothing. */
export function computePlan(saga: Saga, command: Command, scope: Scope): Plan {
  const rehearsal = new Rehearsal(saga, scope);
  const verdict = requireKnown(rehearsal.decide({ kind: "command", command: { ...command, planHash: null } }), "verdict");
  const items: PlanItem[] = command.type === "compensate" || command.type === "cancel" ? refusedSteps(saga) : [];
  if (verdict.kind === "applied") rehearse(rehearsal, saga, items);

  const planned = items.map(({ state, visit, lane, status, request }) => ({ state, visit, lane, status, request }));
  const hash = sha256Hex(canonicalJson({ type: command.type, downTo: command.downTo, then: command.then, planned } as unknown as Json));
  return {
    verdict,
    items: items.map((item, order) => ({ ...item, order })),
    after: rehearsal.saga,
    hash: `sha256:${hash}`,
  };
}

/** Decides on a copy and remembers the entries, so that later decisions can read them. */
class Rehearsal {
  saga: Saga;
  readonly #entries = new Map<number, Entry>();
  readonly scope: Scope;

  constructor(saga: Saga, scope: Scope) {
    this.saga = saga;
    this.scope = { ...scope, random: () => 0, entryAt: (seq) => this.#entries.get(seq) ?? scope.entryAt(seq) };
  }

  decide(event: SagaEvent): Verdict | undefined {
    const decision: Decision = decideEvent(this.saga, event, this.scope);
    for (const entry of decision.entries) this.#entries.set(entry.seq, entry);
    this.saga = decision.saga;

    return decision.verdict;
  }
}

function rehearse(rehearsal: Rehearsal, before: Saga, items: PlanItem[]): void {
  for (let count = 0; count < STEPS_MAX; count += 1) {
    const open = Object.values(rehearsal.saga.context.open);
    const call = open.find((one) => !one.held);
    if (call === undefined) return planHeld(rehearsal, open[0], items);
    const known = before.context.open[call.callId];
    const awaited = known?.attempt === call.attempt && !known.held;
    items.push(itemOf(rehearsal, call, awaited ? "awaited" : "will_run"));
    if (call.kind !== "undo" && !awaited) return;

    // A call under way is assumed to be refused; if it succeeds it is undone too, and the item says so.
    const status = call.kind === "undo" ? 200 : 400;
    rehearsal.decide({
      kind: "result",
      callId: call.callId,
      attempt: call.attempt,
      observation: { kind: "answered", status, headers: {}, body: "" },
    });
  }
}

function planHeld(rehearsal: Rehearsal, call: OpenCall | undefined, items: PlanItem[]): void {
  if (call !== undefined) items.push({ ...itemOf(rehearsal, call, "will_run"), note: "held until the saga is resumed" });
}

function itemOf(rehearsal: Rehearsal, call: OpenCall, status: PlanItem["status"]): PlanItem {
  const facts = callFacts(rehearsal.scope.definition, call.state);
  const opened = requireOpened(call, rehearsal.scope.entryAt);

  return {
    order: 0,
    state: call.state,
    visit: call.visit,
    lane: call.kind === "undo" ? "undo" : "action",
    call: call.kind === "action" ? facts.label : `${call.kind} of ${facts.label}`,
    status,
    note: status === "awaited" ? "under way; if it succeeds it is undone too" : null,
    idempotencyKey: idempotencyKeyOf(rehearsal.saga.id, opened.key === undefined ? call : { ...call, key: opened.key }),
    service: facts.service,
    breaker: null,
    request: requestOf(opened, rehearsal),
  };
}

function requestOf(opened: OpenedCall, { saga, scope }: Rehearsal): NonNullable<PlanItem["request"]> {
  const { method, target, body } = opened.request;
  if (body === null) return { method, url: target, body };

  const masked = maskTravelled(bodyJson(body), saga.input, scope.definition.sensitiveInput);
  return { method, url: target, body: typeof masked === "string" ? masked : JSON.stringify(masked) };
}

/** Steps that failed definitely: nothing happened there, and the plan says so. */
function refusedSteps(saga: Saga): PlanItem[] {
  return Object.entries(saga.context.steps)
    .filter(([, step]) => step.status === "failed" && step.undo === "none")
    .map(([state, step]) => ({
      order: 0,
      state,
      visit: step.visit,
      lane: "undo" as const,
      call: null,
      status: "nothing_to_undo" as const,
      note: "the action was refused: nothing happened",
      idempotencyKey: null,
      service: null,
      breaker: null,
      request: null,
    }));
}
