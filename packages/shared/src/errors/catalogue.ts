/** What HTTP, the command line, the console and docs/errors say of one error code. */
export interface CatalogueEntry {
  /** HTTP status of the answer that carries the code. */
  readonly status: number;
  readonly title: string;
  /** What the reader should do now. One sentence. */
  readonly remedy: string;
}

/**
 * Every error code of the HTTP API. Each has a page docs/errors/<CODE>.md and a test.
 * Codes of diagnostics (documents) are in packages/dsl/src/diagnostics.
 */
export const CATALOGUE = {
  REQUEST_INVALID: { status: 400, title: "Request does not fit its schema", remedy: "Correct the fields named in errors." },
  JSON_INVALID: {
    status: 400,
    title: "Body is not acceptable JSON",
    remedy: "Send JSON without duplicate or reserved keys, within the size and depth limits.",
  },
  CURSOR_INVALID: {
    status: 400,
    title: "Cursor cannot be used",
    remedy: "Start again without a cursor; a cursor belongs to one set of filters.",
  },
  HOST_NOT_ALLOWED: { status: 403, title: "Host or origin is not allowed", remedy: "Call the engine by its own address." },
  POLICY_DENIED: {
    status: 403,
    title: "The definition does not allow this command",
    remedy: "Ask somebody with the role the definition names.",
  },
  ROUTE_NOT_FOUND: { status: 404, title: "No such route", remedy: "See /docs for the routes." },
  SAGA_NOT_FOUND: { status: 404, title: "Saga not found", remedy: "Check the id; expired sagas are removed." },
  DEFINITION_NOT_FOUND: {
    status: 404,
    title: "Definition not found",
    remedy: "Upload it with POST /api/v1/definitions, or check namespace, name and version.",
  },
  SERVICE_NOT_FOUND: { status: 404, title: "Service not found", remedy: "Upload its catalogue with POST /api/v1/definitions." },
  COMMAND_NOT_FOUND: {
    status: 404,
    title: "Command not found",
    remedy: "Check the command id; a command that was never acknowledged may be sent again with its key.",
  },
  METHOD_NOT_ALLOWED: { status: 405, title: "Method is not allowed here", remedy: "Use one of the methods named in Allow." },
  DUPLICATE_START: { status: 409, title: "A saga with this business key exists", remedy: "Use the existing saga, or another key." },
  VERSION_EXISTS: { status: 409, title: "This version exists with other content", remedy: "Raise the version of the document." },
  COMMAND_NOT_ALLOWED: {
    status: 409,
    title: "The saga does not allow this command now",
    remedy: "See allowedCommands of the saga for what it allows, and why.",
  },
  SAGA_MOVING: { status: 409, title: "Saga is moving", remedy: "Pause it first, then repeat the command." },
  SAGA_NOT_CANCELLABLE: {
    status: 409,
    title: "Saga cannot be cancelled",
    remedy: "After the pivot a saga can only go forward; an ended saga stays ended.",
  },
  PLAN_CHANGED: { status: 409, title: "The plan has changed", remedy: "Review the new plan and confirm it." },
  REVISION_STALE: {
    status: 412,
    title: "The saga has moved since you looked",
    remedy: "Read the saga again, then repeat the command with the new revision.",
  },
  BODY_TOO_LARGE: { status: 413, title: "Body is too large", remedy: "Send less: an input may have 1 MiB, a document 256 KiB." },
  CONTENT_TYPE_UNSUPPORTED: {
    status: 415,
    title: "Content type is not supported",
    remedy: "Send application/json, or application/yaml for definitions.",
  },
  INPUT_INVALID: { status: 422, title: "Input does not fit the definition's schema", remedy: "Correct the fields named in errors." },
  KEY_INVALID: {
    status: 422,
    title: "Business key cannot be computed",
    remedy: "The expressions key and idempotency.key must give a text that is not empty.",
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: "Idempotency-Key was used for another request",
    remedy: "Use a new key for a new request.",
  },
  NUMBER_NOT_EXACT: {
    status: 422,
    title: "A number cannot be held exactly",
    remedy: "Quote it: integers beyond 2^53 and long decimals travel as text.",
  },
  DOCUMENT_INVALID: { status: 422, title: "Document is not valid", remedy: "Correct the diagnostics listed in errors." },
  NOT_YET_RUNNABLE: {
    status: 422,
    title: "This engine cannot run the document yet",
    remedy: "Remove the parts named in errors, or use a newer engine.",
  },
  OUTCOMES_INVALID: {
    status: 422,
    title: "Outcomes do not fit the definition",
    remedy: "Correct the outcomes named in errors: a state and what its call, undo or verify can answer.",
  },
  SIMULATION_TOO_LONG: {
    status: 422,
    title: "Simulation takes too long for an engine",
    remedy: "Play it with skald simulate, or without everyPath.",
  },
  IF_MATCH_REQUIRED: { status: 428, title: "If-Match is missing", remedy: "Send the revision you saw as If-Match." },
  TOO_MANY_REQUESTS: { status: 429, title: "Too much is waiting", remedy: "Come again after Retry-After seconds." },
  INTERNAL: {
    status: 500,
    title: "Something went wrong inside the engine",
    remedy: "Nothing you sent is at fault; the log names the correlation id.",
  },
  NOT_READY: {
    status: 503,
    title: "The engine cannot accept work now",
    remedy: "Come again after Retry-After seconds; nothing was accepted.",
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof CATALOGUE;
