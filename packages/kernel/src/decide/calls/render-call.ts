import { type CallModel, type CompiledTask, readsName } from "@skald/dsl";
import type { CallKind } from "@skald/shared";
import { callNames, documentNames, frozenParams, type Names, openedAction, undoNames } from "../../names/names.ts";
import { requireKnown } from "../../require-known.ts";
import type { CallRequest, OpenedCall } from "../../types/call.ts";
import type { DecidingScope, ExpressionPort } from "../../types/decision.ts";
import type { Saga, UndoEntry } from "../../types/saga.ts";
import type { UndoCall } from "../undo/undo-call.ts";

/** A call ready to be journalled, or why it cannot be: nothing is sent then. */
export type RenderedCall =
  | { readonly ok: true; readonly call: OpenedCall }
  | { readonly ok: false; readonly type: "ExpressionError" | "InputInvalid" | "TooManyVisits"; readonly detail: string };

/** Something rendered, or why it cannot be. */
export type Rendering<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly detail: string };

/** `<path>#<visit>/<kind>`: what an open visit asks of a participant. */
export function callIdOf(state: string, visit: number, kind: CallKind): string {
  return `${state}#${visit}/${kind}`;
}

/** The key all attempts of a call carry (semantics.md, section 4). `key`: what the document gives instead. */
export function idempotencyKeyOf(
  sagaId: string,
  call: { readonly state: string; readonly visit: number; readonly kind: CallKind; readonly key?: string },
): string {
  const visit = call.key ?? `${sagaId}/${call.state}#${call.visit}`;

  return call.kind === "action" ? visit : `${visit}/${call.kind}`;
}

/** A loop may come back to a state this often (semantics.md, section 4). */
export const VISITS_MAX = 1000;

/** Renders the action of a new visit: `with` in the names of the document, then the call in the names of the catalogue. */
export function renderAction(saga: Saga, task: CompiledTask, visit: number, scope: DecidingScope): RenderedCall {
  if (visit > VISITS_MAX) return { ok: false, type: "TooManyVisits", detail: `"${task.name}" was entered ${VISITS_MAX} times` };

  const document = documentNames(saga, scope, task.name);
  const rendered = scope.expressions.renderJson(task.with, document);
  if (!rendered.ok) return { ok: false, type: "ExpressionError", detail: `with: ${rendered.error.message}` };

  const params = rendered.value;
  const problems = task.params === null ? [] : scope.expressions.valueProblems(task.params, params);
  if (problems.length > 0)
    return { ok: false, type: "InputInvalid", detail: `with: ${problems.map((one) => `${one.at} ${one.message}`).join("; ")}` };

  const key = task.idempotencyKey === null ? null : renderKey(task.idempotencyKey, document, scope.expressions);
  if (key?.ok === false) return { ok: false, type: "ExpressionError", detail: `idempotencyKey: ${key.detail}` };

  const names = task.operation === null ? { ...document, params } : callNames(saga, params, scope);
  return opened(renderRequest({ call: task.call, service: task.service, names }, scope.expressions), {
    state: task.name,
    visit,
    kind: "action",
    params,
    ...(key === null ? {} : { key: key.value }),
    ...(task.queue === null ? {} : { queue: task.queue }),
    ...(task.await === null ? {} : { callback: true }),
  });
}

const KEY_LENGTH_MAX = 255;

/** A key of the document's own travels in a header, so it is one short line. */
function renderKey(template: string, names: Names, expressions: ExpressionPort): Rendering<string> {
  const text = expressions.renderText(template, names);
  if (!text.ok) return { ok: false, detail: text.error.message };

  return /^[\x21-\x7e]+$/.test(text.value) && text.value.length <= KEY_LENGTH_MAX
    ? { ok: true, value: text.value }
    : { ok: false, detail: `it has to be 1 to ${KEY_LENGTH_MAX} visible ASCII characters` };
}

/** Renders the question whether a call happened. */
export function renderVerify(saga: Saga, task: CompiledTask, scope: DecidingScope): RenderedCall {
  const step = requireKnown(saga.context.steps[task.name], "visit");
  const params = frozenParams(scope, { state: task.name, visit: step.visit, openedAt: step.openedAt });
  const names = { ...callNames(saga, params, scope), input: saga.input };
  return opened(renderRequest({ call: requireKnown(task.verify, "verify").call, service: task.service, names }, scope.expressions), {
    state: task.name,
    visit: step.visit,
    kind: "verify",
    ...(step.key === undefined ? {} : { key: step.key }),
  });
}

/** Renders the undo of one entry of the stack, with everything frozen as it was in the forward call. */
export function renderUndo(saga: Saga, by: UndoCall, undo: UndoEntry, scope: DecidingScope): RenderedCall {
  const key = openedAction(scope.entryAt(undo.openedAt), undo)?.key;
  const at = { state: undo.state, visit: undo.visit, kind: "undo", ...(key === undefined ? {} : { key }) } as const;
  const names = undoNames(saga, undo, scope);
  if (by.operation === null) return opened(renderRequest({ ...by, names }, scope.expressions), at);

  const params = scope.expressions.renderJson(by.operation.with, names);
  if (!params.ok) return { ok: false, type: "ExpressionError", detail: `with: ${params.error.message}` };
  return opened(renderRequest({ ...by, names: callNames(saga, params.value, scope) }, scope.expressions), at);
}

function opened(request: Rendering<CallRequest>, call: Omit<OpenedCall, "callId" | "request">): RenderedCall {
  if (!request.ok) return { ok: false, type: "ExpressionError", detail: request.detail };

  return { ok: true, call: { callId: callIdOf(call.state, call.visit, call.kind), ...call, request: request.value } };
}

/** A call, the service it goes to (null: a whole URL), and the names it reads. */
export interface RequestParts {
  readonly call: CallModel;
  readonly service: string | null;
  readonly names: Names;
}

/** Renders a request. Headers that read secrets stay templates. */
export function renderRequest({ call, service, names }: RequestParts, expressions: ExpressionPort): Rendering<CallRequest> {
  const target = expressions.renderPath(call.url ?? call.path ?? "/", names);
  if (!target.ok) return { ok: false, detail: `path: ${target.error.message}` };
  const query = renderQuery(call.query, names, expressions);
  if (!query.ok) return query;
  const headers = renderHeaders(call.headers, names, expressions);
  if (!headers.ok) return headers;
  const body = call.hasBody ? expressions.renderJson(call.body, names) : null;
  if (body !== null && !body.ok) return { ok: false, detail: `body: ${body.error.message}` };

  return {
    ok: true,
    value: {
      method: call.method,
      service: call.url === null ? service : null,
      target: query.value === "" ? target.value : `${target.value}?${query.value}`,
      ...headers.value,
      body: body === null ? null : JSON.stringify(body.value),
    },
  };
}

function renderQuery(query: CallModel["query"], names: Names, expressions: ExpressionPort): Rendering<string> {
  const pairs: string[] = [];
  for (const [name, template] of Object.entries(query)) {
    const value = expressions.renderJson(template, names);
    if (!value.ok) return { ok: false, detail: `query ${name}: ${value.error.message}` };
    if (value.value === null) continue;

    for (const one of Array.isArray(value.value) ? value.value : [value.value]) {
      if (typeof one === "object") return { ok: false, detail: `query ${name}: a value of a query is a text, a number or a boolean` };
      pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(String(one))}`);
    }
  }
  return { ok: true, value: pairs.join("&") };
}

/** Headers that read `secrets` stay templates: secrets are read when the call is sent, and never stored. */
function renderHeaders(
  templates: CallModel["headers"],
  names: Names,
  expressions: ExpressionPort,
): Rendering<Pick<CallRequest, "headers" | "secretHeaders">> {
  const headers: Record<string, string> = {};
  const secretHeaders: Record<string, string> = {};
  for (const [name, template] of Object.entries(templates)) {
    const key = name.toLowerCase();
    if (readsName(template, ["secrets"])) {
      secretHeaders[key] = template;
      continue;
    }
    const value = expressions.renderText(template, names);
    if (!value.ok) return { ok: false, detail: `header ${name}: ${value.error.message}` };
    if (/[\r\n\0]/.test(value.value)) return { ok: false, detail: `header ${name}: a value has no line breaks` };
    headers[key] = value.value;
  }
  return { ok: true, value: Object.keys(secretHeaders).length === 0 ? { headers } : { headers, secretHeaders } };
}
