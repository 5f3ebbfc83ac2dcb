import type { Capabilities } from "@skald/dsl";
import type { Command, Entry, Saga, Verdict } from "@skald/kernel";
import type { Json } from "@skald/shared";

/** A start whose definition, input and keys were checked. */
export interface HostStart {
  readonly definitionHash: string;
  readonly namespace: string;
  readonly input: Json;
  readonly key: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly deadlineMs: number | null;
  readonly traceId: string;
  /** Both are checked in this order; the first that is taken answers. */
  readonly gates: readonly StartGate[];
}

/** A start key: at most one saga per (namespace, scope, key). */
export interface StartGate {
  /** `start` for the Idempotency-Key header, `start:<namespace>/<name>` for the definition's own key. */
  readonly scope: string;
  readonly key: string;
  /** SHA-256 of what must be the same when the key comes again; null: whatever the body. */
  readonly fingerprint: string | null;
}

export type StartOutcome =
  /** `saga` is what was committed: the answer needs no read. */
  | { readonly kind: "started"; readonly sagaId: string; readonly saga: Saga }
  /** The key names an existing saga. `sameRequest` is false when the fingerprint differs. */
  | { readonly kind: "existing"; readonly sagaId: string; readonly scope: string; readonly sameRequest: boolean }
  /** Nothing was written. */
  | { readonly kind: "overloaded"; readonly retryAfterSeconds: number }
  | { readonly kind: "unavailable"; readonly retryAfterSeconds: number };

/** A command on its way to the saga. */
export interface HostCommand {
  readonly command: Command;
  readonly idempotencyKey: string | null;
  readonly fingerprint: string;
}

export type CommandOutcome =
  | {
      readonly kind: "verdict";
      readonly commandId: string;
      readonly verdict: Verdict;
      readonly revisionBefore: number;
      readonly revisionAfter: number;
    }
  /** The same key came before: the stored command answers. */
  | { readonly kind: "replayed"; readonly commandId: string }
  | { readonly kind: "keyReused" }
  | { readonly kind: "pending"; readonly commandId: string }
  | { readonly kind: "unavailable"; readonly retryAfterSeconds: number }
  | { readonly kind: "notFound" };

/** A saga as one read found it, with the entries its view needs. */
export interface ReadSaga {
  readonly saga: Saga;
  /** Entries named by `entriesNeeded(saga)`. */
  entryAt(seq: number): Entry;
}

/** An entry with the hash that chains it, as stored. */
export interface StoredEntry {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  /** Canonical JSON, the exact text that was hashed. */
  readonly data: string;
  /** Lower-case hex. */
  readonly hash: string;
}

/** What the sagas of this engine may use. The rest of the language is refused at upload, never parked at run time. */
export const CAPABILITIES: Capabilities = new Set(["task", "switch", "wait", "set", "succeed", "fail"]);

/** The only way to a saga that http and the command line see. */
export interface SagaHost {
  start(request: HostStart): Promise<StartOutcome>;
  /** @throws never for a refused command: that is a verdict. */
  command(sagaId: string, command: HostCommand): Promise<CommandOutcome>;
  /** Row and entries after its revision, folded; from committed rows only (W4). `at`: as it was at that seq. */
  read(sagaId: string, at?: number): Promise<ReadSaga | null>;
  /** Entries with seq > after, in order. */
  journal(sagaId: string, after: number, limit: number): Promise<readonly StoredEntry[]>;
  /** Resolves when the saga has moved beyond `after`, or the signal aborts; returns the last committed seq known. */
  changed(sagaId: string, after: number, signal: AbortSignal): Promise<number>;
  /**
   * Resolves when the saga may have come to rest after `after`: it ended, waits, or needs a person. Of a saga that moves
   * here it is the saga as that commit left it, so that nothing has to be read; null means: look for yourself.
   */
  rested(sagaId: string, after: number, signal: AbortSignal): Promise<Saga | null>;
  /** Calls back with hints about changed sagas, coalesced; a hint may be missing, never wrong. */
  subscribe(listener: (changes: readonly SagaHint[]) => void): () => void;
  readonly capabilities: Capabilities;
}

/** Something moved. */
export interface SagaHint {
  readonly id: string;
  readonly revision: number;
  readonly status: string;
  readonly definition: string;
}
