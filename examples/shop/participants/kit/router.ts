import type { IncomingHttpHeaders } from "node:http";
import type { Answer } from "@skald/participant";

/** A request after its body was read. */
export interface ShopRequest {
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The body as parsed JSON; null without one. */
  readonly body: unknown;
  readonly rawBody: string;
}

/** What a route lets the server do. `hang` never answers, `reset` breaks the connection: faults. */
export type Reply =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "text"; readonly contentType: string; readonly text: string }
  | { readonly kind: "hang" }
  | { readonly kind: "reset" };

/** One path of a server. Segments that begin with a colon are parameters. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly run: (request: ShopRequest) => Promise<Reply>;
}

/** A route with the parameters of one path. */
export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The route of a path: the first that fits. Null when there is none, or when an escape cannot be decoded. */
export function findRoute(routes: readonly Route[], method: string, path: string): Match | null {
  const segments = decodeSegments(path);
  if (segments === null) return null;

  for (const route of routes) {
    const params = route.method === method ? matchSegments(route.path.split("/"), segments) : null;
    if (params !== null) return { route, params };
  }
  return null;
}

/** A reply that is an ordinary answer. */
export function reply(status: number, body: unknown = undefined, headers: Readonly<Record<string, string>> = {}): Reply {
  return { kind: "answer", answer: { status, headers, ...(body === undefined ? {} : { body }) } };
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;

  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] ?? "";
    if (expected.startsWith(":")) params[expected.slice(1)] = segment;
    else if (expected !== segment) return null;
  }
  return params;
}

function decodeSegments(path: string): readonly string[] | null {
  try {
    return path.split("/").map(decodeURIComponent);
  } catch {
    return null; // a broken escape fits no route
  }
}
