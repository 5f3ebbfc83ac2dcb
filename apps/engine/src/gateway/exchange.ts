import { isUtf8 } from "node:buffer";
import type { Observation } from "@skald/kernel";
import type { Dispatcher } from "undici";
import { EgressRefused } from "./egress.ts";

/** What an exchange came to, and what that says of the service. */
export interface Exchanged {
  readonly observation: Observation;
  readonly verdict: "succeeded" | "failed" | "neutral";
}

const INTERIM_MAX = 32;
const GIVEN_UP = new Error("given up");

/**
 * One request and its answer. Settles exactly once. Before `onRequestStart` nothing of the request was written,
 * so an end is a definite `notSent`; from there on everything but a whole answer is `lost`.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #bodyMax: number;
  readonly #settle: (result: Exchanged) => void;
  #controller: Dispatcher.DispatchController | null = null;
  #settled = false;
  #interim = 0;
  #status = 0;
  #headers: Readonly<Record<string, string>> = {};
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(bodyMax: number, settle: (result: Exchanged) => void) {
    this.#bodyMax = bodyMax;
    this.#settle = settle;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Given up while it waited for a connection: undici then writes nothing.
    if (this.#settled) controller.abort(GIVEN_UP);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) {
      this.#interim += 1;
      if (this.#interim > INTERIM_MAX) this.#give(lost("too many interim answers", false));
      return;
    }
    this.#status = status;
    this.#headers = plainHeaders(headers);
    const isPacked = (this.#headers["content-encoding"] ?? "identity").toLowerCase() !== "identity";
    if (isPacked || Number(this.#headers["content-length"] ?? 0) > this.#bodyMax) this.#give(this.#answer("", true));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return;
    this.#size += chunk.length;
    if (this.#size > this.#bodyMax) this.#give(this.#answer("", true));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [first] = this.#chunks;
    const body = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks);
    // Text that is no UTF-8 cannot be kept as it was sent.
    this.#end(isUtf8(body) ? this.#answer(body.toString("utf8"), false) : this.#answer("", true));
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    const isGuard = error instanceof EgressRefused;
    const reason = isGuard ? `egress refused: ${error.message}` : reasonOf(error);
    this.#end(this.#controller === null ? notSent(reason, isGuard ? "neutral" : "failed") : lost(reason, false));
  }

  /** The deadline is over. */
  expire(timeoutMs: number): void {
    const isSent = this.#controller !== null;
    this.#give(
      isSent ? lost(`no complete answer within ${timeoutMs} ms`, true) : notSent(`no connection within ${timeoutMs} ms`, "failed"),
    );
  }

  /** Nobody wants the answer any more; that says nothing of the service. */
  cancel(): void {
    const isSent = this.#controller !== null;
    this.#give(
      isSent
        ? { ...lost("cancelled before a complete answer", false), verdict: "neutral" }
        : notSent("cancelled before it was sent", "neutral"),
    );
  }

  #answer(body: string, tooLarge: boolean): Exchanged {
    const answered = { kind: "answered", status: this.#status, headers: this.#headers, body } as const;
    const verdict = this.#status >= 500 ? "failed" : "succeeded";

    return { observation: tooLarge ? { ...answered, tooLarge } : answered, verdict };
  }

  /** Ends it from our side and takes the connection down with it. */
  #give(result: Exchanged): void {
    this.#end(result);
    this.#controller?.abort(GIVEN_UP);
  }

  #end(result: Exchanged): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#chunks = [];
    this.#settle(result);
  }
}

function notSent(reason: string, verdict: Exchanged["verdict"]): Exchanged {
  return { observation: { kind: "notSent", reason }, verdict };
}

function lost(reason: string, timedOut: boolean): Exchanged {
  return { observation: { kind: "lost", reason, timedOut }, verdict: "failed" };
}

/** Cookies are credentials and no part of an answer. */
function plainHeaders(headers: Record<string, string | string[] | undefined>): Readonly<Record<string, string>> {
  const plain: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value === undefined || name === "__proto__" || name === "set-cookie") continue;
    Object.defineProperty(plain, name, {
      value: typeof value === "string" ? value : value.join(", "),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return plain;
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  EPIPE: "connection reset",
  ENOTFOUND: "name cannot be resolved",
  EAI_AGAIN: "name cannot be resolved",
  EHOSTUNREACH: "host unreachable",
  ENETUNREACH: "network unreachable",
  ETIMEDOUT: "connection timed out",
  UND_ERR_CONNECT_TIMEOUT: "connection timed out",
  UND_ERR_SOCKET: "connection closed before the answer was complete",
  UND_ERR_HEADERS_OVERFLOW: "the answer's header is too large",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "the answer broke off",
};

function reasonOf(error: Error): string {
  const { code } = error as { readonly code?: unknown };
  if (typeof code !== "string") return "connection failed";
  if (code.startsWith("HPE_")) return `the answer is no HTTP (${code})`;

  return REASONS[code] ?? `connection failed (${code})`;
}
