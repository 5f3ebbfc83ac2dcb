import type { ValidateView } from "@skald/shared";
import { askEngine } from "#lib/api.ts";

/**
 * Validates documents. The one door to the validator: the engine's today; the dsl package, which is the very same
 * code, can stand behind it in the browser without anybody noticing.
 */
export function validateSource(source: string, signal: AbortSignal): Promise<ValidateView> {
  return askEngine<ValidateView>("/api/v1/definitions/validate", {
    method: "POST",
    text: { type: "application/yaml", content: source },
    signal,
  });
}
