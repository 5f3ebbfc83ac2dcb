import type { ErrorRule } from "../../../model/service-model.ts";
import { acceptedErrors } from "../states/http-task.ts";
import type { RetriedErrors } from "../states/retries.ts";
import type { Step } from "../step.ts";

/** An error of a machine that a catalogue gives a type. */
interface NamedError {
  readonly type: string;
  readonly code: string;
  /** It says for certain that nothing happened. */
  readonly isDefinite: boolean;
  readonly isRetried: boolean;
}

/** What the errors of a machine mean for a step. */
export interface ErrorCodes {
  readonly named: readonly NamedError[];
  /** Refusals no entry names. */
  readonly refused: readonly string[];
  /** Statuses besides 2xx that count as success. */
  readonly accepted: readonly string[];
  /** Types of entries that are told by more than a status of failure. */
  readonly untold: readonly string[];
}

export const NO_CODES: ErrorCodes = { named: [], refused: [], accepted: [], untold: [] };

// Every 4xx but those that may pass by themselves: 408, 425, 429.
const REFUSALS: readonly number[] = [
  ...[400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 426, 428, 431, 451],
];

/** Errors of an HTTP task. Entries of a catalogue are tried in order, before the statuses that count as success. */
export function errorCodesOf({ errors, http }: Step): ErrorCodes {
  if (http === null) return { ...NO_CODES, untold: errors.map(({ type }) => type) };
  const named = new Map<string, NamedError>();
  const untold: string[] = [];
  for (const rule of errors) {
    const code = codeOf(rule);
    if (code === null) untold.push(rule.type);
    else if (!named.has(code)) named.set(code, { ...rule, code, isDefinite: isDefinite(rule), isRetried: rule.retry });
  }
  const accepted = acceptedErrors(http.call).filter((code) => !named.has(code));

  return {
    named: [...named.values()],
    refused: REFUSALS.map((status) => `States.Http.StatusCode.${status}`).filter((code) => !named.has(code) && !accepted.includes(code)),
    accepted,
    untold,
  };
}

function codeOf({ when }: ErrorRule): string | null {
  const status = /^\$\{\s*response\.status\s*==\s*([345]\d\d)\s*\}$/.exec(when.trim())?.[1];

  return status === undefined ? null : `States.Http.StatusCode.${status}`;
}

function isDefinite({ outcome }: ErrorRule): boolean {
  return outcome === "refused" || outcome === "notDone";
}

/** What is tried again, and what is certain to fail again. */
export function retriedErrors({ named, refused, accepted }: ErrorCodes): RetriedErrors {
  const codes = (isRetried: boolean): readonly string[] => named.filter((each) => each.isRetried === isRetried).map(({ code }) => code);

  return { more: codes(true), never: [...codes(false), ...refused, ...accepted] };
}
