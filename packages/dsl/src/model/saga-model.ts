import type { CommandType } from "@skald/shared";
import type { JsonSchema, RetryModel, Template } from "./service-model.ts";
import type { StateModel } from "./state-model.ts";

export type * from "./state-model.ts";

export interface CompensationModel {
  readonly order: "reverse" | "parallel" | "dependency";
  readonly onUnknownOutcome: "verify" | "compensate" | "suspend";
  readonly onFailure: "suspend" | "continue" | "retryForever";
  readonly retry: RetryModel;
}

/** A document of `kind: saga`, defaults explicit, durations in milliseconds. States keep document order. */
export interface SagaModel {
  readonly kind: "saga";
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly title: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** Alias used in `call: alias.operation` → where it comes from. An alias not listed means the same namespace, any version. */
  readonly services: Readonly<Record<string, { readonly namespace: string; readonly name: string; readonly range: string | null }>>;
  readonly input: JsonSchema | null;
  readonly key: string | null;
  readonly idempotency: {
    readonly key: string;
    readonly onDuplicate: "returnExisting" | "reject";
    readonly reuse: "never" | "whenUndone";
  } | null;
  /** `after`: milliseconds, or an expression that gives seconds or a duration. Null: the engine's default where it applies. */
  readonly timeout: { readonly after: number | string; readonly then: "compensate" | "suspend" } | null;
  readonly retentionMs: number | "forever" | null;
  readonly recovery: "backward" | "forward";
  readonly compensation: CompensationModel;
  readonly policy: Readonly<Partial<Record<CommandType, string>>>;
  /** How many sagas of one key may live at once; the others wait or are rejected. */
  readonly concurrency: { readonly key: string; readonly limit: number; readonly strategy: "queue" | "reject" } | null;
  /** An expression: the value at stake. */
  readonly exposure: string | null;
  readonly triggers: readonly TriggerModel[];
  readonly assertions: readonly AssertionModel[];
  readonly start: string;
  readonly states: readonly StateModel[];
}

/** Something that must hold in every configuration of every path. */
export interface AssertionModel {
  readonly name: string;
  readonly always: string;
}

/** What starts a saga besides the API (dsl.md, section 3). */
export type TriggerModel =
  | {
      readonly kind: "http";
      readonly method: string;
      readonly path: string;
      readonly where: string | null;
      readonly auth: { readonly kind: "apiKey" | "none" } | { readonly kind: "signature"; readonly secret: string };
      readonly input: Template;
      readonly timeout: Template | null;
      readonly waitMs: number;
      readonly respond: readonly { readonly when: string | null; readonly status: number; readonly body: Template }[];
    }
  | {
      readonly kind: "event";
      readonly type: string;
      readonly source: string | null;
      readonly where: string | null;
      readonly input: Template;
    }
  | {
      readonly kind: "schedule";
      readonly cron: string;
      readonly timezone: string;
      readonly input: Template;
      readonly catchUp: "none" | "one" | "all";
      readonly overlap: "skip" | "queue" | "allow";
    };
