import { canonicalJson, type Json } from "@skald/shared";

export type ChangeKind =
  | "stateAdded"
  | "stateRemoved"
  | "stateChanged"
  | "edgeAdded"
  | "edgeRemoved"
  | "pivotMoved"
  | "undoAdded"
  | "undoLost"
  | "undoChanged"
  | "kindChanged"
  | "timeoutChanged"
  | "retryChanged"
  | "policyChanged"
  | "serviceChanged"
  | "operationAdded"
  | "operationRemoved"
  | "operationChanged"
  | "paramsChanged"
  | "fieldChanged";

/** A way from one state to another that is there on one side only. */
export interface ChangedEdge {
  readonly from: string;
  readonly to: string;
  /** What takes it: next, case, default, catch, catchCompensate, timeout, outcome. */
  readonly kind: string;
  /** The condition, error types or outcome beside it. */
  readonly label: string | null;
}

/**
 * One difference of two documents. A warning is one that takes a way back from sagas that will start; running sagas
 * are pinned and keep what they have.
 */
export interface Change {
  readonly kind: ChangeKind;
  readonly severity: "info" | "warning";
  /** The state, operation, service, command or field; of inner scopes with its way: `block/branch/state`. */
  readonly subject: string | null;
  /** One plain sentence. */
  readonly message: string;
  /** stateChanged, operationChanged: the fields that differ. */
  readonly fields?: readonly string[];
  readonly edge?: ChangedEdge;
}

/** One side of a comparison. */
export interface Side {
  readonly document: Json;
  /** Catalogues (`kind: service`) its services are looked for in; what is not found is compared by name only. */
  readonly catalogues: readonly Json[];
}

/** A difference that takes nothing away. */
export function told(kind: ChangeKind, subject: string | null, message: string): Change {
  return { kind, severity: "info", subject, message };
}

/** A difference the author should look at. */
export function warned(kind: ChangeKind, subject: string | null, message: string): Change {
  return { kind, severity: "warning", subject, message };
}

/** Whether two values are the same data; what is absent is not null. */
export function isSame(left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;

  return canonicalJson(left) === canonicalJson(right);
}

/** What became of a value, as a sentence about `what`. */
export function sentenceOf(what: string, from: Json | undefined, to: Json | undefined): string {
  if (from === undefined) return `${what} is given now: ${valueText(to)}.`;
  if (to === undefined) return `${what} is no longer given; it was ${valueText(from)}.`;

  const [before, after] = [valueText(from), valueText(to)];
  return before === after ? `${what} changed.` : `${what} changed from ${before} to ${after}.`;
}

const VALUE_LENGTH_MAX = 60;

function valueText(value: Json | undefined): string {
  const text = String(JSON.stringify(value));

  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX)}…` : text;
}
