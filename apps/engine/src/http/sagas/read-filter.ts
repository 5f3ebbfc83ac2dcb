import { ATTENTION_REASONS, ProblemError, type ProblemItem, SAGA_STATUSES, Type } from "@skald/shared";
import type { SagaFilter } from "../../ports/projection.ts";

// Control characters cannot be in what is looked for, and the database refuses some of them.
const Text = Type.Optional(Type.String({ minLength: 1, maxLength: 255, pattern: "^[^\\u0000-\\u001f\\u007f]*$" }));
const Instant = Type.Optional(Type.String({ format: "date-time" }));

/** Query parameters that narrow lists and streams of sagas. */
export const FILTER_PARAMETERS = {
  status: Type.Optional(
    Type.Union([Type.String(), Type.Array(Type.String())], {
      description: `One or several of ${SAGA_STATUSES.join(", ")}: repeated, or separated by commas.`,
    }),
  ),
  phase: Type.Optional(Type.Enum(["forward", "compensating"])),
  namespace: Text,
  definition: Type.Optional(
    Type.String({ minLength: 1, maxLength: 255, description: "namespace/name", pattern: "^[^\\u0000-\\u001f\\u007f]*$" }),
  ),
  version: Text,
  key: Text,
  attention: Type.Optional(Type.Enum([...ATTENTION_REASONS, "any", "none"])),
  state: Text,
  failedState: Text,
  cause: Text,
  startedAfter: Instant,
  startedBefore: Instant,
  "attempts>": Type.Optional(Type.Integer({ minimum: 0, description: "Written attempts>=3: an open or stuck call has made so many." })),
  q: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      pattern: "^[^\\u0000-\\u001f\\u007f]*$",
      description: "Prefix of the id or the key, or the exact error type.",
    }),
  ),
  order: Type.Optional(Type.Enum(["newest", "oldest"], { default: "newest", description: "By start." })),
} as const;

/** `label.<name>=value`, at most one. */
export const LABEL_PARAMETERS = {
  additionalProperties: false,
  patternProperties: {
    "^label\\.[^\\u0000-\\u001f]{1,100}$": Type.String({ maxLength: 255, description: "label.<name>: exact value of one label." }),
  },
} as const;

type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/**
 * The filter a query asks for.
 *
 * @throws ProblemError REQUEST_INVALID for a status nobody has, or several labels.
 */
export function readFilter(query: Query): SagaFilter {
  const [namespace, name] = namesOf(query["definition"] as string | undefined, query["namespace"] as string | undefined);
  const wanted = {
    namespace,
    name,
    version: query["version"],
    status: statusesOf(query["status"] as string | readonly string[] | undefined),
    phase: query["phase"],
    attention: query["attention"],
    key: query["key"],
    label: labelOf(query),
    state: query["state"],
    failedState: query["failedState"],
    cause: query["cause"],
    startedAfter: query["startedAfter"],
    startedBefore: query["startedBefore"],
    attemptsMin: query["attempts>"],
    q: query["q"],
    order: query["order"] ?? "newest",
  };

  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)) as unknown as SagaFilter;
}

function namesOf(definition: string | undefined, namespace: string | undefined): readonly [string | undefined, string | undefined] {
  if (definition === undefined) return [namespace, undefined];
  const slash = definition.indexOf("/");

  return slash === -1 ? [namespace, definition] : [definition.slice(0, slash), definition.slice(slash + 1)];
}

function statusesOf(status: string | readonly string[] | undefined): readonly string[] | undefined {
  if (status === undefined) return undefined;
  const statuses = [status].flat().flatMap((one) => one.split(",").filter((word) => word !== ""));
  const unknown = statuses.find((one) => !(SAGA_STATUSES as readonly string[]).includes(one));
  if (unknown !== undefined) throw invalid("query/status", `"${unknown}" is not one of ${SAGA_STATUSES.join(", ")}`);

  return statuses.length === 0 ? undefined : statuses;
}

function labelOf(query: Query): SagaFilter["label"] {
  const labels = Object.entries(query).filter(([name]) => name.startsWith("label."));
  if (labels.length > 1) throw invalid("query/label", "only one label can be asked for");
  const [label] = labels;

  return label === undefined ? undefined : { name: label[0].slice("label.".length), value: String(label[1]) };
}

function invalid(at: string, message: string): ProblemError {
  const errors: readonly ProblemItem[] = [{ code: "REQUEST_INVALID", message, at }];

  return new ProblemError("REQUEST_INVALID", `The query does not fit: ${message}.`, { errors });
}
