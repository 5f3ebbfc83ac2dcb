import type { CompiledSaga, CompiledState, RetryModel } from "@skald/dsl";

/** How far a model goes where the real thing goes on for long. */
export interface Bounds {
  /** Attempts of a call. */
  readonly attempts: number;
  /** Visits of one state. */
  readonly visits: number;
}

export const DEFAULT_BOUNDS: Bounds = { attempts: 2, visits: 2 };

/** The definition with fewer attempts and without time: it goes everywhere it could go before, only sooner. */
export function boundDefinition(definition: CompiledSaga, bounds: Bounds): CompiledSaga {
  const states = Object.entries(definition.states).map(([name, state]) => [name, boundState(state, bounds)] as const);
  const compensation = { ...definition.compensation, retry: boundRetry(definition.compensation.retry, bounds) };

  return { ...definition, states: Object.fromEntries(states), compensation };
}

function boundState(state: CompiledState, bounds: Bounds): CompiledState {
  if (state.type === "forEach") return { ...state, body: boundDefinition(state.body, bounds) };
  if (state.type === "transaction")
    return { ...state, participants: state.participants.map((one) => ({ ...one, retry: boundRetry(one.retry, bounds) })) };
  if (state.type !== "task") return state;

  return { ...state, retry: boundRetry(state.retry, bounds), undoRetry: boundRetry(state.undoRetry, bounds) };
}

function boundRetry(retry: RetryModel, { attempts }: Bounds): RetryModel {
  return {
    ...retry,
    attempts: Math.min(retry.attempts, attempts),
    delayMs: 1000,
    multiplier: 1,
    maxDelayMs: 1000,
    jitter: "none",
    withinMs: null,
  };
}
