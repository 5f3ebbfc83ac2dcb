import type { Problem } from "../errors/problem.ts";
import { isJsonObject } from "../json.ts";
import { ApiError, UnreachableError } from "./api-error.ts";
import { pathWithQuery, type Query } from "./query.ts";

/** What a client needs to know to reach an engine. */
export interface ClientSettings {
  /** Address of the engine, such as `http://127.0.0.1:8088`. Empty in a browser: the page's own origin. */
  readonly baseUrl: string;
  readonly fetch?: typeof globalThis.fetch;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long an answer may take, beyond what a call itself asks to wait. Default 15 s. */
  readonly timeoutMs?: number;
}

/** One request to the engine. Headers and query parameters without a value are left out. */
interface ApiRequest {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: { readonly type: string; readonly text: string };
  /** Milliseconds the engine was asked to hold the answer. */
  readonly heldMs?: number;
  /** Statuses that are answers although they are no success. */
  readonly accept?: readonly number[];
}

/** An answer that is no problem. */
interface ApiAnswer<Body> {
  readonly body: Body;
  header(name: string): string | null;
}

/**
 * Sends one request and waits for its answer, with a deadline.
 *
 * @throws ApiError when the engine says no
 * @throws UnreachableError when nothing, or no engine, answers
 */
export type Transport = <Body>(request: ApiRequest) => Promise<ApiAnswer<Body>>;

const TIMEOUT_MS = 15_000;

/** The one place where requests leave and answers are told apart. */
export function createTransport(settings: ClientSettings): Transport {
  const { fetch = globalThis.fetch, timeoutMs = TIMEOUT_MS } = settings;
  const base = settings.baseUrl.replace(/\/+$/, "");

  return async <Body>(request: ApiRequest) => {
    const url = `${base}${pathWithQuery(request.path, request.query)}`;
    // Outside the try: a header that cannot be sent is the caller's mistake, not a silent engine.
    const headers = headersOf(request, settings.headers ?? {});
    const signal = AbortSignal.timeout(timeoutMs + (request.heldMs ?? 0));
    const body = request.body === undefined ? {} : { body: request.body.text };
    const { answer, text } = await exchange(() => fetch(url, { method: request.method, headers, signal, ...body }), base);

    return readAnswer<Body>(answer, text, { base, accept: request.accept ?? [] });
  };
}

/** A body of JSON. */
export function jsonBody(value: unknown): { readonly type: string; readonly text: string } {
  return { type: "application/json", text: JSON.stringify(value) };
}

function headersOf({ headers = {}, body }: ApiRequest, always: Readonly<Record<string, string>>): Headers {
  const result = new Headers({ accept: "application/json, application/problem+json", ...always });
  if (body !== undefined) result.set("content-type", body.type);
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) result.set(name, value);

  return result;
}

async function exchange(send: () => Promise<Response>, base: string): Promise<{ readonly answer: Response; readonly text: string }> {
  try {
    const answer = await send();
    return { answer, text: await answer.text() };
  } catch (cause) {
    const isLate = cause instanceof Error && cause.name === "TimeoutError";
    throw new UnreachableError(isLate ? `${base} did not answer in time.` : `${base} does not answer.`, cause);
  }
}

interface Reading {
  readonly base: string;
  readonly accept: readonly number[];
}

function readAnswer<Body>(answer: Response, text: string, { base, accept }: Reading): ApiAnswer<Body> {
  const { ok, status, headers } = answer;
  const body = jsonOf(text);
  if (!ok && isProblem(body)) throw new ApiError(body, { status, retryAfterSeconds: retryAfterOf(headers) });

  // Something between client and engine may answer too. What became of the request is then as unknown as without an answer.
  const isAnswer = isJsonObject(body) && (ok || accept.includes(status));
  if (!isAnswer) throw new UnreachableError(`What answers at ${base} is not a Skald engine (HTTP ${status}).`, { status, text });

  // The engine checks its answers against the schemas this type comes from.
  return { body: body as Body, header: (name) => headers.get(name) };
}

// A code this client does not know is kept: a newer engine may say more than an older client.
function isProblem(body: unknown): body is Problem {
  return isJsonObject(body) && ["code", "title", "detail", "remedy"].every((name) => typeof body[name] === "string");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller says what an answer without JSON means
  }
}

function retryAfterOf(headers: Headers): number | undefined {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);

  return Number.isFinite(seconds) ? seconds : undefined;
}
