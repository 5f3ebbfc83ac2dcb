import type { JsonObject } from "@skald/shared";
import type { OperationKey } from "../../catalogue/catalogue.ts";
import type { Term } from "../../term/term.ts";

/** What a task does here. `result` is what the source sees of an answer. */
export type Target = {
  readonly result: (output: Term) => Term;
  readonly waitsForCallback: boolean;
} & (
  | { readonly kind: "operation"; readonly key: OperationKey; readonly errorsInBody: boolean; readonly given: Term }
  | { readonly kind: "http"; readonly http: JsonObject; readonly isReading: boolean }
  | { readonly kind: "worker"; readonly queue: string; readonly given: Term }
  | { readonly kind: "saga"; readonly saga: string; readonly given: Term }
  | { readonly kind: "emit"; readonly event: readonly (readonly [string, Term])[] }
);
