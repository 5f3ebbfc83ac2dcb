import type { Entry } from "@skald/kernel";
import type { StoredEntry } from "../ports/saga-host.ts";
import { canonicalText } from "../runtime/journal/canonical-text.ts";
import { brokenLink, entryFromStored } from "../runtime/journal/seal.ts";
import type { Delivery } from "./scripted-gateway.ts";

const RESULTS: ReadonlySet<string> = new Set(["step.succeeded", "step.failed", "step.unknown", "undo.succeeded", "undo.failed"]);
const ENDS: ReadonlySet<string> = new Set(["saga.completed", "saga.compensated", "saga.failed", "saga.terminated"]);

/** What is wrong with the journal of a saga that has ended, and with what its participants saw. In words; empty is right. */
export function violations(sagaId: string, journal: readonly StoredEntry[], ledger: readonly Delivery[]): readonly string[] {
  const entries = journal.map(entryFromStored);
  const mine = ledger.filter(({ call }) => call.sagaId === sagaId);

  return [
    ...(journal[0]?.seq === 1 && brokenLink(journal) === null ? [] : ["the journal has a gap or a broken hash (G4)"]),
    ...(entries.filter(({ type }) => ENDS.has(type)).length === 1 ? [] : ["there is not exactly one end (G9)"]),
    ...unsettled(entries, mine),
    ...settledTwice(entries),
    ...fallingFences(mine),
    ...changedRequests(mine),
  ];
}

/** Every call that may have happened is settled by an entry. */
function unsettled(entries: readonly Entry[], ledger: readonly Delivery[]): readonly string[] {
  const settled = new Set(entries.filter(({ type }) => RESULTS.has(type)).map(({ data }) => data.callId));
  const calls = new Set(ledger.map(({ call }) => call.callId));

  return [...calls].filter((callId) => !settled.has(callId)).map((callId) => `"${callId}" was sent and never settled (G5)`);
}

function settledTwice(entries: readonly Entry[]): readonly string[] {
  const seen = new Set<string>();
  const twice: string[] = [];
  for (const { type, data } of entries) {
    if (!RESULTS.has(type) || data.callId === undefined) continue;
    if (seen.has(data.callId)) twice.push(`"${data.callId}" has two results (G5)`);
    seen.add(data.callId);
  }
  return twice;
}

function fallingFences(ledger: readonly Delivery[]): readonly string[] {
  const falling = ledger.filter(({ call }, index) =>
    ledger.slice(0, index).some((earlier) => earlier.call.state === call.state && earlier.call.fence >= call.fence),
  );

  return falling.map(({ call }) => `the fence of "${call.callId}" does not rise (G7)`);
}

function changedRequests(ledger: readonly Delivery[]): readonly string[] {
  const byKey = Map.groupBy(ledger, ({ call }) => call.idempotencyKey);
  const changed = [...byKey.values()].filter((sendings) => new Set(sendings.map(({ call }) => canonicalText(call.request))).size > 1);

  return changed.map(([first]) => `the request under "${first?.call.idempotencyKey ?? ""}" changed between attempts (G6)`);
}
