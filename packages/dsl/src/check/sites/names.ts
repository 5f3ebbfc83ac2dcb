import type { ScopeType, ScopeTypes } from "../../expression/check.ts";
import type { JsonSchema } from "../../model/service-model.ts";
import { closed, SPECIAL_NAMES, TEXT } from "./shapes.ts";

// The scopes of section 7, inside states and inside catalogues.

const SAGA = closed({ id: TEXT, key: TEXT, namespace: TEXT, name: TEXT, version: TEXT, startedAt: {} });
const SAGA_IN_CATALOGUE = closed({ id: TEXT, key: TEXT });
const ERROR = closed({ type: TEXT, category: TEXT, status: {}, detail: TEXT, state: TEXT });
const RESPONSE = closed({ status: { type: "number" }, headers: { type: "object" }, body: {} });
const SQL_RESPONSE = closed({ rows: { type: "array" }, rowCount: { type: "number" }, sqlState: TEXT });
const REQUEST = closed({ method: TEXT, url: TEXT, path: TEXT, query: { type: "object" }, headers: { type: "object" }, body: {} });
const ITEMS = { type: "array", items: closed({ index: { type: "number" }, item: {}, output: {} }) } as const;

/** How the participants of a catalogue answer. */
export type Protocol = "http" | "postgres";

/** What is known of a value with a schema. */
function typeOf(schema: JsonSchema | null): ScopeType {
  return schema === null || typeof schema === "boolean" ? "dyn" : schema;
}

/** Names a saga document may read before any state is entered. */
export function startNames(input: JsonSchema | null): ScopeTypes {
  return { ...SPECIAL_NAMES, input: typeOf(input), saga: SAGA };
}

/** What a place of a saga adds to the names of every state. */
export interface PlaceNames {
  readonly hasError: boolean;
  /** Names of items and of their indexes in turn, outermost first. */
  readonly itemNames: readonly string[];
}

/** Names a state may read. `error` is there only behind a catch; item names only in a body. */
export function stateNames(input: JsonSchema | null, { hasError, itemNames }: PlaceNames): ScopeTypes {
  const items = Object.fromEntries(itemNames.map((name, index): [string, ScopeType] => [name, index % 2 === 0 ? "dyn" : "number"]));

  return { ...items, ...startNames(input), steps: "map", vars: "map", ...(hasError ? { error: ERROR } : {}) };
}

/** The names of a place where an error was caught. */
export function withError(names: ScopeTypes): ScopeTypes {
  return { ...names, error: ERROR };
}

/** The names of a participant of a group: it may read what the others prepared. */
export function participantNames(names: ScopeTypes, others: readonly string[]): ScopeTypes {
  return { ...names, participants: closed(Object.fromEntries(others.map((name) => [name, closed({ output: {} })]))) };
}

/** Names of a step's own `errors`, `output` and `verify`. */
export function stepAnswerNames(input: JsonSchema | null, params: JsonSchema | null): ScopeTypes {
  return { ...startNames(input), params: typeOf(params), response: RESPONSE };
}

/** Names of a step's own undo: frozen as in the forward call, without what moves on. */
export function stepUndoNames(input: JsonSchema | null, params: JsonSchema | null): ScopeTypes {
  return { ...startNames(input), ...undoOnly(params) };
}

/** Names of the undo of an event or of a group: what it gave, and why it is taken back. */
export function stateUndoNames(input: JsonSchema | null): ScopeTypes {
  return { ...startNames(input), output: "dyn", cause: ERROR };
}

/** Names of the one call that undoes all items of a block. */
export function batchNames(input: JsonSchema | null): ScopeTypes {
  return { ...startNames(input), items: ITEMS, cause: ERROR };
}

/** Names a call of a catalogue may read. */
export function callNames(params: JsonSchema | null): ScopeTypes {
  return { ...SPECIAL_NAMES, params: typeOf(params), saga: SAGA_IN_CATALOGUE };
}

/** Names of `output`, `errors` and `verify` in a catalogue. */
export function answerNames(params: JsonSchema | null, protocol: Protocol): ScopeTypes {
  return { ...callNames(params), response: protocol === "postgres" ? SQL_RESPONSE : RESPONSE };
}

/** Names of an undo in a catalogue. */
export function undoNames(params: JsonSchema | null, protocol: Protocol): ScopeTypes {
  const names = { ...callNames(params), ...undoOnly(params) };

  return protocol === "postgres" ? { ...names, response: SQL_RESPONSE } : names;
}

/** Names of the second call of a participant: commit, abort, confirm, cancel. */
export function phaseNames(params: JsonSchema | null): ScopeTypes {
  return { ...SPECIAL_NAMES, params: typeOf(params), output: "dyn", transaction: "dyn" };
}

function undoOnly(params: JsonSchema | null): ScopeTypes {
  return { params: typeOf(params), output: "dyn", request: REQUEST, response: RESPONSE, cause: ERROR };
}

/** Names of the address and the authentication of a service. */
export const SERVICE_NAMES: ScopeTypes = SPECIAL_NAMES;
