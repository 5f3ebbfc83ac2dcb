import { formatDuration } from "@skald/shared";
import { operationOf } from "../../model/resolve.ts";
import type { TaskState } from "../../model/saga-model.ts";
import type { RetryModel } from "../../model/service-model.ts";
import type { Check } from "../check.ts";

/** All attempts of a step fit into the time the saga has. */
export const retryOutlastsTimeout: Check = ({ model, states, services, places }, report) => {
  const after = model.timeout?.after;
  if (typeof after !== "number") return;
  for (const { state, path } of states) {
    if (state.type !== "task") continue;
    const longest = longestMs(state, operationOf(state, services));
    if (longest <= after) continue;

    report({
      code: "RETRY_OUTLASTS_TIMEOUT",
      at: places.keySpanOf(path),
      message: `All attempts of "${state.name}" can take ${formatDuration(longest)}; the saga has ${formatDuration(after)}.`,
    });
  }
};

const CALL_TIMEOUT_MS = 30_000;

function longestMs(state: TaskState, operation: { readonly retry: RetryModel; readonly timeoutMs: number } | null): number {
  const retry = state.retry ?? operation?.retry;
  const timeoutMs = state.timeoutMs ?? operation?.timeoutMs ?? CALL_TIMEOUT_MS;
  if (retry === undefined) return timeoutMs;

  let total = timeoutMs;
  let delay = retry.delayMs;
  for (let attempt = 1; attempt < retry.attempts; attempt += 1) {
    total += Math.min(delay, retry.maxDelayMs) + timeoutMs;
    delay *= retry.multiplier;
  }
  return retry.withinMs === null ? total : Math.min(total, retry.withinMs + timeoutMs);
}

const WAITING: ReadonlySet<string> = new Set(["wait", "listen", "human", "saga"]);

/** A saga that waits says how long it may take. */
export const waitWithoutTimeout: Check = ({ model, states, places }, report) => {
  if (model.timeout !== null) return;
  const waiting = states.find(({ state }) => WAITING.has(state.type) || (state.type === "task" && state.await !== null));
  if (waiting === undefined) return;

  report({
    code: "WAIT_WITHOUT_TIMEOUT",
    at: places.keySpanOf(waiting.path),
    message: `"${waiting.state.name}" waits, and the saga has no timeout: the engine's default does not apply to sagas that wait.`,
  });
};
