import type { SagaSummary } from "@skald/shared";
import type { SagaCursor, SagaFilter } from "../../ports/projection.ts";

/** Whether a row of a list passes a filter. */
export function sagaMatches(saga: SagaSummary, filter: SagaFilter): boolean {
  return (
    isSame(filter.namespace, saga.namespace) &&
    isSame(filter.name, saga.definition.slice(saga.definition.indexOf("/") + 1)) &&
    isSame(filter.version, saga.version) &&
    (filter.status === undefined || filter.status.includes(saga.status)) &&
    isSame(filter.phase, saga.phase) &&
    attentionMatches(saga, filter.attention) &&
    isSame(filter.key, saga.key) &&
    (filter.label === undefined || saga.labels[filter.label.name] === filter.label.value) &&
    (filter.state === undefined || saga.current.includes(filter.state)) &&
    isSame(filter.failedState, saga.cause?.state) &&
    isSame(filter.cause, saga.cause?.type) &&
    (filter.startedAfter === undefined || Date.parse(saga.startedAt) >= Date.parse(filter.startedAfter)) &&
    (filter.startedBefore === undefined || Date.parse(saga.startedAt) < Date.parse(filter.startedBefore)) &&
    (filter.attemptsMin === undefined || saga.attemptsMax >= filter.attemptsMin) &&
    (filter.q === undefined || searchMatches(saga, filter.q))
  );
}

/** The order of a list: by start, then by id. */
export function compareByStart(order: SagaFilter["order"]): (left: SagaCursor, right: SagaCursor) => number {
  const sign = order === "oldest" ? 1 : -1;

  return (left, right) => sign * (compareTexts(left.startedAt, right.startedAt) || compareTexts(left.id, right.id));
}

function isSame(wanted: string | undefined, found: string | null | undefined): boolean {
  return wanted === undefined || wanted === found;
}

function attentionMatches(saga: SagaSummary, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  if (wanted === "any") return saga.attention !== null;

  return wanted === (saga.attention?.reason ?? "none");
}

function searchMatches(saga: SagaSummary, text: string): boolean {
  return saga.id.startsWith(text) || saga.key?.startsWith(text) === true || saga.cause?.type === text;
}

function compareTexts(left: string, right: string): number {
  if (left === right) return 0;

  return left < right ? -1 : 1;
}
