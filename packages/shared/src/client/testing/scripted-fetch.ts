/** What one request carried. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string | null;
}

/** An answer of the script; a function throws or decides by the request. */
export type ScriptedAnswer = Response | ((request: SeenRequest) => Response | Promise<Response>);

/** A fetch that answers from a list, one after another, and remembers what was asked. */
export interface ScriptedFetch {
  readonly fetch: typeof globalThis.fetch;
  readonly seen: readonly SeenRequest[];
}

/** The answers come in their order; asking for more than there are fails the test. */
export function scriptedFetch(...answers: readonly ScriptedAnswer[]): ScriptedFetch {
  const seen: SeenRequest[] = [];

  return {
    seen,
    fetch: async (input, init = {}) => {
      const request = {
        method: init.method ?? "GET",
        url: String(input),
        headers: new Headers(init.headers),
        body: typeof init.body === "string" ? init.body : null,
      };
      const answer = answers[seen.length];
      seen.push(request);
      if (answer === undefined) throw new Error(`Nothing is scripted for ${request.method} ${request.url}.`);

      return answer instanceof Response ? answer : answer(request);
    },
  };
}

/** An answer with a JSON body. */
export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
}

/** A problem as the engine answers it. */
export function problem(
  status: number,
  code: string,
  more: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body = { type: `/docs/errors/${code}`, title: "No", status, detail: `It is ${code}.`, code, remedy: "Do otherwise.", ...more };

  return json(body, status, { "content-type": "application/problem+json", ...headers });
}
