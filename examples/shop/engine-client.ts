import type { HealthDetailed, SagaList, SagaView, StartRequest, StatisticsView, UploadView } from "@skald/shared";

/** The part of the typed client that the shop needs. */
export interface EngineClient {
  startSaga(request: StartRequest, options?: { readonly idempotencyKey?: string; readonly wait?: string }): Promise<SagaView>;
  listSagas(filter?: Readonly<Record<string, string>>): Promise<SagaList>;
  getSaga(id: string): Promise<SagaView>;
  statistics(): Promise<StatisticsView>;
  health(): Promise<HealthDetailed>;
  uploadDefinitions(yaml: string): Promise<UploadView>;
}

/** An answer of the engine that is no success. `problem` is its problem+json. */
export class EngineError extends Error {
  readonly status: number;
  readonly problem: unknown;

  constructor(status: number, problem: unknown) {
    super(`The engine answered ${status}: ${JSON.stringify(problem)}`);
    this.name = "EngineError";
    this.status = status;
    this.problem = problem;
  }
}

const DEADLINE_MS = 15_000;

/** A client of the engine's HTTP API. */
export function createClient({ baseUrl }: { readonly baseUrl: string }): EngineClient {
  const call = async <T>(method: string, path: string, more: Partial<RequestInit> = {}): Promise<T> => {
    const response = await fetch(new URL(path, baseUrl), { method, signal: AbortSignal.timeout(DEADLINE_MS), ...more });
    const text = await response.text();
    const body: unknown = text === "" ? null : JSON.parse(text);
    if (!response.ok) throw new EngineError(response.status, body);

    return body as T; // the engine checks its answers against the shared schemas
  };

  return {
    startSaga: (request, { idempotencyKey, wait } = {}) =>
      call("POST", wait === undefined ? "/api/v1/sagas" : `/api/v1/sagas?wait=${wait}`, {
        headers: { "content-type": "application/json", ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }) },
        body: JSON.stringify(request),
      }),
    listSagas: (filter = {}) => call("GET", `/api/v1/sagas?${new URLSearchParams(filter)}`),
    getSaga: (id) => call("GET", `/api/v1/sagas/${encodeURIComponent(id)}`),
    statistics: () => call("GET", "/api/v1/statistics"),
    health: () => call("GET", "/health/detailed"),
    uploadDefinitions: (yaml) => call("POST", "/api/v1/definitions", { headers: { "content-type": "application/yaml" }, body: yaml }),
  };
}
