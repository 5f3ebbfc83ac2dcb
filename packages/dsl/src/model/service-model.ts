import type { Json, JsonObject, StepKind } from "@skald/shared";

/** A JSON Schema (draft 2020-12) as it stands in a document. */
export type JsonSchema = JsonObject | boolean;

/** A text that may hold `${ … }`, or any JSON whose strings may. Never evaluated before its scope is known. */
export type Template = Json;

/** One call over HTTP, or in SQL. `path` belongs to a service, `url` to an inline call; exactly one of them is set, none with `sql`. */
export interface CallModel {
  readonly method: string;
  readonly path: string | null;
  readonly url: string | null;
  readonly query: Readonly<Record<string, Template>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent body: null with `hasBody` false. */
  readonly body: Template;
  readonly hasBody: boolean;
  /** Statuses that count as success besides 2xx. */
  readonly accept: readonly number[];
  readonly sql?: SqlModel;
}

/** Statements of one database transaction. `bind` are the values of $1, $2, … in each of them. */
export interface SqlModel {
  /** Never templates: values are bound. Empty where the engine ends what a statement before has prepared. */
  readonly statements: readonly string[];
  readonly bind: readonly Template[];
}

/** What an answer means when the table of outcomes is overruled. Tried in order, over every answer. */
export interface ErrorRule {
  readonly when: string;
  readonly type: string;
  readonly outcome: "refused" | "notDone" | "busy" | "unknown";
  readonly retry: boolean;
}

/** `attempts` counts every call, the first too. */
export interface RetryModel {
  readonly attempts: number;
  readonly delayMs: number;
  readonly multiplier: number;
  readonly maxDelayMs: number;
  readonly jitter: "none" | "full";
  /** Bounds all attempts together; null: no bound. */
  readonly withinMs: number | null;
}

/** How to ask a participant whether a call with unknown outcome happened. */
export interface VerifyModel {
  readonly call: CallModel;
  readonly happened: string;
  readonly output: Template | null;
  readonly conclusive: boolean;
}

/** One operation of a catalogue, declared together with its undo. Defaults of the service are filled in. */
export interface OperationModel {
  readonly name: string;
  readonly kind: StepKind;
  readonly params: JsonSchema | null;
  readonly call: CallModel;
  /** Null: the response body as it is. */
  readonly output: Template | null;
  readonly outputSchema: JsonSchema | null;
  readonly errors: readonly ErrorRule[];
  readonly verify: VerifyModel | null;
  readonly compensate: CallModel | null;
  readonly retry: RetryModel;
  /** Null: the definition's `compensation.retry`. */
  readonly undoRetry: RetryModel | null;
  readonly timeoutMs: number;
  /** How the operation takes part in a two-phase group; null: it cannot. */
  readonly phases: PhasesModel | null;
}

/**
 * The calls of a participant of a two-phase group: prepare, commit, abort (`2pc`), or try, confirm, cancel (`tcc`).
 * A body that is not given is `{ transaction, participant, params }` in the second phase.
 */
export interface PhasesModel {
  readonly protocol: "2pc" | "tcc";
  /** prepare or try */
  readonly first: CallModel;
  /** commit or confirm */
  readonly commit: CallModel;
  /** abort or cancel */
  readonly abort: CallModel;
}

/** How calls of a service are authenticated; templates read `secrets` at send time only. */
export type AuthModel =
  | { readonly kind: "header"; readonly name: string; readonly value: string }
  | { readonly kind: "bearer"; readonly token: string }
  | { readonly kind: "basic"; readonly username: string; readonly password: string };

/** The values of a service that are live, not pinned to running sagas. */
export interface ServiceLive {
  readonly baseUrl: string;
  readonly auth: AuthModel | null;
  readonly health: { readonly path: string; readonly intervalMs: number } | null;
  readonly concurrency: number | null;
  readonly rateLimit: { readonly limit: number; readonly perMs: number } | null;
  readonly circuitBreaker: BreakerModel | null;
}

/** When calls to a service stop because too many of them fail. */
export interface BreakerModel {
  readonly failureRate: number;
  readonly minimumCalls: number;
  readonly windowMs: number;
  readonly halfOpenAfterMs: number;
}

/** A document of `kind: service`, defaults explicit, durations in milliseconds. */
export interface ServiceModel {
  readonly kind: "service";
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly title: string | null;
  readonly live: ServiceLive;
  readonly operations: Readonly<Record<string, OperationModel>>;
}
