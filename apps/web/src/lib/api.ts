import type { Problem } from "@skald/shared";

/** An answer of the engine that says no, with its problem+json. */
export class EngineProblem extends Error {
  readonly status: number;
  readonly problem: Partial<Problem>;

  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail ?? problem.title ?? `The engine answered ${status}.`);
    this.name = "EngineProblem";
    this.status = status;
    this.problem = problem;
  }
}

/** What a caller adds to a request. */
export interface EngineRequest {
  readonly method?: "GET" | "POST" | "PATCH" | "PUT";
  readonly body?: unknown;
  /** A body that is not JSON, with its content type. */
  readonly text?: { readonly type: string; readonly content: string };
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

const DEADLINE_MS = 20_000;

/**
 * Asks the engine through the console's own origin.
 * @throws EngineProblem when it answers no; a TypeError or TimeoutError when the answer is unknown.
 */
export async function askEngine<Answer>(path: string, request: EngineRequest = {}): Promise<Answer> {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  const answer = await fetch(path, {
    method: request.method ?? "GET",
    headers: { accept: "application/json", ...contentType(request), ...request.headers },
    body: bodyOf(request),
    cache: "no-store",
    credentials: "same-origin",
    signal: request.signal === undefined ? deadline : AbortSignal.any([request.signal, deadline]),
  });
  if (!answer.ok) throw new EngineProblem(answer.status, await problemOf(answer));

  return (await answer.json()) as Answer;
}

/** A path with the parameters that have a value. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | number | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

function contentType(request: EngineRequest): Record<string, string> {
  if (request.text !== undefined) return { "content-type": request.text.type };
  return request.body === undefined ? {} : { "content-type": "application/json" };
}

function bodyOf(request: EngineRequest): string | null {
  if (request.text !== undefined) return request.text.content;
  return request.body === undefined ? null : JSON.stringify(request.body);
}

async function problemOf(answer: Response): Promise<Partial<Problem>> {
  try {
    return (await answer.json()) as Partial<Problem>;
  } catch {
    // Something between the console and the engine answered; its status is all there is to tell.
    return { title: `HTTP ${answer.status}`, detail: `The answer was HTTP ${answer.status} without an explanation.` };
  }
}
