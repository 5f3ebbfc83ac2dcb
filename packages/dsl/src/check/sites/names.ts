import type { JsonObject } from "@skald/shared";
import type { ScopeType, ScopeTypes } from "../../expression/check.ts";
import type { JsonSchema } from "../../model/service-model.ts";

// The scopes of section 7. `secrets` and `env` are known everywhere, so that reading them in the wrong place gets
// its own diagnostic and not "unknown name".

const TEXT = { type: "string" } as const;

function closed(properties: JsonObject): JsonObject {
  return { type: "object", properties, additionalProperties: false };
}

const SAGA = closed({ id: TEXT, key: TEXT, namespace: TEXT, name: TEXT, version: TEXT, startedAt: {} });
const SAGA_IN_CATALOGUE = closed({ id: TEXT, key: TEXT });
const ERROR = closed({ type: TEXT, category: TEXT, status: {}, detail: TEXT, state: TEXT });
const RESPONSE = closed({ status: { type: "number" }, headers: { type: "object" }, body: {} });
const REQUEST = closed({ method: TEXT, url: TEXT, path: TEXT, query: { type: "object" }, headers: { type: "object" }, body: {} });
const SPECIAL: ScopeTypes = { env: "map", secrets: "map" };

/** What is known of a value with a schema. */
function typeOf(schema: JsonSchema | null): ScopeType {
  return schema === null || typeof schema === "boolean" ? "dyn" : schema;
}

/** Names a saga document may read before any state is entered. */
export function startNames(input: JsonSchema | null): ScopeTypes {
  return { ...SPECIAL, input: typeOf(input), saga: SAGA };
}

/** Names a state may read. `error` is there only behind a catch; item names only in a body. */
export function stateNames(input: JsonSchema | null, { hasError }: { readonly hasError: boolean }): ScopeTypes {
  return { ...startNames(input), steps: "map", vars: "map", ...(hasError ? { error: ERROR } : {}) };
}

/** Names of a step's own `errors`, `output` and `verify`. */
export function stepAnswerNames(input: JsonSchema | null, params: JsonSchema | null): ScopeTypes {
  return { ...startNames(input), params: typeOf(params), response: RESPONSE };
}

/** Names of a step's own undo: frozen as in the forward call, without what moves on. */
export function stepUndoNames(input: JsonSchema | null, params: JsonSchema | null): ScopeTypes {
  return { ...startNames(input), ...undoOnly(params) };
}

/** Names a call of a catalogue may read. */
export function callNames(params: JsonSchema | null): ScopeTypes {
  return { ...SPECIAL, params: typeOf(params), saga: SAGA_IN_CATALOGUE };
}

/** Names of `output`, `errors` and `verify` in a catalogue. */
export function answerNames(params: JsonSchema | null): ScopeTypes {
  return { ...callNames(params), response: RESPONSE };
}

/** Names of an undo in a catalogue. */
export function undoNames(params: JsonSchema | null): ScopeTypes {
  return { ...callNames(params), ...undoOnly(params) };
}

function undoOnly(params: JsonSchema | null): ScopeTypes {
  return { params: typeOf(params), output: "dyn", request: REQUEST, response: RESPONSE, cause: ERROR };
}

/** Names of the address and the authentication of a service. */
export const SERVICE_NAMES: ScopeTypes = SPECIAL;
