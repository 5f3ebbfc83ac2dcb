import type { CallModel, ErrorRule, JsonSchema, Template } from "@skald/dsl";
import type { ErrorCategory, Json } from "@skald/shared";
import { bodyJson, type Names } from "../../names/names.ts";
import type { Observation } from "../../types/call.ts";
import type { ExpressionPort } from "../../types/decision.ts";

type Answered = Extract<Observation, { kind: "answered" }>;
type Response = Pick<Answered, "status" | "headers" | "body">;

/** How a call ended (semantics.md, section 5). Only `unknown` leaves it open whether it happened. */
export type Outcome =
  | ({ readonly kind: "succeeded" } & Response & { readonly output?: Json })
  | {
      readonly kind: "refused" | "notDone" | "notSent" | "busy" | "unknown";
      readonly type: string;
      readonly category: ErrorCategory;
      readonly status: number | null;
      readonly detail: string;
      readonly retry: boolean;
      readonly retryAfterMs: number | null;
      readonly breakerOpen: boolean;
    };

export type FailedOutcome = Exclude<Outcome, { kind: "succeeded" }>;

/** What decides how a call ended: a task, or the first phase of a participant. */
export interface Judged {
  readonly call: CallModel;
  readonly errors: readonly ErrorRule[];
  readonly output: Template | null;
  readonly outputSchema: JsonSchema | null;
}

/** What an action came to: the catalogue's errors first, then `accept` and 2xx, then the table. */
export function actionOutcome(
  task: Judged,
  observation: Observation,
  { names, expressions }: { readonly names: Names; readonly expressions: ExpressionPort },
): Outcome {
  if (observation.kind !== "answered") return silent(observation);
  const fence = observation.headers["skald-stale-fence"];
  if (fence !== undefined) return stale(observation, fence);

  const response = responseNames(observation);
  const rule = task.errors.find((one) => matches(one, { ...names, response }, expressions));
  if (rule !== undefined) return ruled(rule, observation);
  if (!isAccepted(observation.status, task.call)) return refusedOrUnknown(observation);
  return outputOfAnswer(task, observation, { names: { ...names, response }, expressions });
}

/** What an undo or a verify came to: no errors of the catalogue, and any body will do. */
export function plainOutcome(call: CallModel, observation: Observation): Outcome {
  if (observation.kind !== "answered") return silent(observation);
  const fence = observation.headers["skald-stale-fence"];
  if (fence !== undefined) return stale(observation, fence);
  if (!isAccepted(observation.status, call)) return refusedOrUnknown(observation);
  if (observation.tooLarge === true) return unknown("BadReply", "consistency", observation.status, "the answer is over the size cap");

  return { kind: "succeeded", ...responseOf(observation) };
}

/** The answer as expressions read it. */
export function responseNames({ status, headers, body }: Response): Names {
  return { status, headers, body: bodyJson(body) };
}

function responseOf({ status, headers, body }: Answered): Response {
  return { status, headers, body };
}

function isAccepted(status: number, call: CallModel): boolean {
  return (status >= 200 && status < 300) || call.accept.includes(status);
}

/** A `when` that cannot be evaluated does not match. */
function matches(rule: ErrorRule, names: Names, expressions: ExpressionPort): boolean {
  const result = expressions.evaluateBoolean(rule.when, names);

  return result.ok && result.value;
}

function ruled(rule: ErrorRule, answer: Answered): Outcome {
  return {
    kind: rule.outcome,
    type: rule.type,
    category: rule.outcome === "unknown" || rule.outcome === "busy" ? "communication" : "step",
    status: answer.status,
    detail: detailOf(answer),
    retry: rule.retry || rule.outcome === "busy" || rule.outcome === "unknown",
    retryAfterMs: retryAfterMs(answer),
    breakerOpen: false,
  };
}

function outputOfAnswer(
  task: Judged,
  answer: Answered,
  { names, expressions }: { readonly names: Names; readonly expressions: ExpressionPort },
): Outcome {
  if (answer.tooLarge === true) return unknown("BadReply", "consistency", answer.status, "the answer is over the size cap");

  const succeeded = { kind: "succeeded", ...responseOf(answer) } as const;
  if (task.output === null && task.outputSchema === null) return succeeded;
  const output = task.output === null ? ({ ok: true, value: bodyJson(answer.body) } as const) : expressions.renderJson(task.output, names);
  if (!output.ok) return unknown("BadReply", "consistency", answer.status, `output: ${output.error.message}`);

  const problems = task.outputSchema === null ? [] : expressions.valueProblems(task.outputSchema, output.value);
  if (problems.length > 0) {
    return unknown("BadReply", "consistency", answer.status, `output: ${problems.map((one) => `${one.at} ${one.message}`).join("; ")}`);
  }
  return { ...succeeded, output: output.value };
}

function refusedOrUnknown(answer: Answered): Outcome {
  const { status } = answer;
  const detail = detailOf(answer);
  const wait = retryAfterMs(answer);
  if (status === 425 || status === 429)
    return failed("notSent", "Unavailable", "communication", { status, detail, retry: true, retryAfterMs: wait });
  // Busy is treated as unknown unless the catalogue says otherwise: the work may have begun.
  if (status === 503 && wait !== null)
    return failed("unknown", "Unknown", "communication", { status, detail, retry: true, retryAfterMs: wait });
  if (status === 408 || status >= 500 || status < 200)
    return failed("unknown", "Unknown", "communication", { status, detail, retry: true, retryAfterMs: wait });

  return failed("refused", "Refused", "step", { status, detail, retry: false, retryAfterMs: null });
}

/** A fence that was too low says nothing about the business: another sending of the same call came first (P4). */
function stale(answer: Answered, fence: string): Outcome {
  const detail = `the participant saw a higher fence (${fence})`;

  return failed("unknown", "Unknown", "communication", { status: answer.status, detail, retry: true, retryAfterMs: null });
}

function silent(observation: Exclude<Observation, Answered>): Outcome {
  if (observation.kind === "lost") {
    const [type, category] = observation.timedOut ? (["Timeout", "timeout"] as const) : (["Unknown", "communication"] as const);
    return unknown(type, category, null, observation.reason);
  }
  return {
    ...failed("notSent", "Unavailable", "communication", {
      status: null,
      detail: observation.reason,
      retry: true,
      retryAfterMs: observation.retryAfterMs ?? null,
    }),
    breakerOpen: observation.breakerOpen === true,
  };
}

function unknown(type: string, category: ErrorCategory, status: number | null, detail: string): FailedOutcome {
  return failed("unknown", type, category, { status, detail, retry: true, retryAfterMs: null });
}

function failed(
  kind: FailedOutcome["kind"],
  type: string,
  category: ErrorCategory,
  more: Pick<FailedOutcome, "status" | "detail" | "retry" | "retryAfterMs">,
): FailedOutcome {
  return { kind, type, category, ...more, breakerOpen: false };
}

/** The first words of an answer: enough for a person, never a whole payload. */
function detailOf(answer: Answered): string {
  const body = bodyJson(answer.body);
  const told =
    typeof body === "object" && body !== null && !Array.isArray(body)
      ? ["detail", "message", "error", "title"].map((key) => (body as Record<string, Json>)[key]).find((value) => typeof value === "string")
      : undefined;
  const words = typeof told === "string" ? told : "";

  return words === "" ? `HTTP ${answer.status}` : `HTTP ${answer.status}: ${words.slice(0, 300)}`;
}

/** `Retry-After` in seconds; the date form is not read, since the kernel compares no clocks. */
function retryAfterMs(answer: Answered): number | null {
  const seconds = Number(answer.headers["retry-after"]);

  return Number.isFinite(seconds) && seconds >= 0 && answer.headers["retry-after"] !== undefined ? seconds * 1000 : null;
}
