// The only road from the browser to the engine: same origin in, engine out, at run time.
//
//   F1. Only named headers travel, in both directions. Hop-by-hop and framework headers never do.
//   F2. Bodies are streams both ways: an event stream is not buffered, and ends when the browser leaves.
//   F3. Status and problem+json are the engine's own. The console adds 502 when there is no engine.

const SENT = ["accept", "authorization", "content-type", "idempotency-key", "if-match", "if-none-match", "last-event-id", "traceparent"];
const RETURNED = ["content-type", "etag", "idempotency-replayed", "location", "retry-after"];
const DEFAULT_ENGINE = "http://127.0.0.1:8088";

/** Sends a request of the browser on to the engine and its answer back. */
export async function forward(request: Request): Promise<Response> {
  if (isForeignWrite(request))
    return problem(403, "HOST_NOT_ALLOWED", "This origin may not write to the engine.", "Use the console's own pages.");

  const { pathname, search } = new URL(request.url);
  const hasBody = request.method !== "GET" && request.method !== "HEAD";
  try {
    const answer = await fetch(new URL(pathname + search, process.env.SKALD_API ?? DEFAULT_ENGINE), {
      method: request.method,
      headers: pick(request.headers, SENT),
      body: hasBody ? request.body : null,
      redirect: "manual",
      cache: "no-store",
      signal: request.signal,
      // Node demands it for a body that is a stream.
      ...(hasBody ? { duplex: "half" } : {}),
    });
    const headers = returnedHeaders(answer.headers);
    return new Response(isEventStream(headers) ? endingQuietly(answer.body) : answer.body, { status: answer.status, headers });
  } catch (error) {
    if (request.signal.aborted) return new Response(null, { status: 499 });
    return problem(
      502,
      "NOT_READY",
      `The engine does not answer: ${reasonOf(error)}.`,
      "Start the engine, or set SKALD_API to its address.",
    );
  }
}

// A cookie or a network position must not be usable from another site's page.
function isForeignWrite(request: Request): boolean {
  if (request.method === "GET" || request.method === "HEAD") return false;

  const site = request.headers.get("sec-fetch-site");
  return site !== null && site !== "same-origin" && site !== "none";
}

function returnedHeaders(from: Headers): Headers {
  const headers = pick(from, RETURNED);
  headers.set("cache-control", "private, no-store");
  headers.set("x-content-type-options", "nosniff");
  // Proxies in front of the console must not hold events back.
  if (isEventStream(headers)) headers.set("x-accel-buffering", "no");

  return headers;
}

function isEventStream(headers: Headers): boolean {
  return headers.get("content-type")?.startsWith("text/event-stream") === true;
}

// A stream that is cut, as by a restart of the engine, ends like any other: the browser connects again.
// Other bodies keep their error, so that half an answer is never taken for a whole one.
function endingQuietly(body: ReadableStream<Uint8Array> | null): ReadableStream<Uint8Array> | null {
  if (body === null) return null;

  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      const part = await reader.read().catch(() => ({ done: true, value: undefined }) as const);
      if (part.done) controller.close();
      else controller.enqueue(part.value);
    },
    cancel: (reason) => reader.cancel(reason).catch(() => undefined),
  });
}

function pick(from: Headers, names: readonly string[]): Headers {
  const headers = new Headers();
  for (const name of names) {
    const value = from.get(name);
    if (value !== null) headers.set(name, value);
  }
  return headers;
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : "no connection";
}

function problem(status: number, code: string, detail: string, remedy: string): Response {
  const body = { type: `/docs/errors/${code}`, title: "The console could not reach the engine", status, detail, code, remedy };
  return Response.json(body, { status, headers: { "content-type": "application/problem+json", "cache-control": "private, no-store" } });
}
