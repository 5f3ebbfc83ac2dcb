import type { TriggerModel } from "../../model/saga-model.ts";
import type { Check } from "../check.ts";
import { pathParameters } from "../sites/start-names.ts";

/** First steps of paths that are the engine's own. */
const OWN_ROUTES = ["health", "metrics", "docs", "openapi.json", "schemas"];
/** The same below `/api/v1`. */
const OWN_RESOURCES = [
  "alerts",
  "audit",
  "batches",
  "callbacks",
  "cleanup",
  "definitions",
  "events",
  "human-tasks",
  "incidents",
  "keys",
  "locks",
  "me",
  "metrics",
  "outbox",
  "recovery",
  "sagas",
  "selections",
  "services",
  "settings",
  "sinks",
  "statistics",
  "stream",
  "tasks",
  "transactions",
];

type HttpTrigger = Extract<TriggerModel, { readonly kind: "http" }>;

/** A route of a trigger can be reached: it is none of the engine's, and none that another trigger of the saga takes. */
export const routes: Check = ({ model, places }, report) => {
  const taken = new Map<string, HttpTrigger>();
  for (const [index, trigger] of model.triggers.entries()) {
    if (trigger.kind !== "http" || trigger.path === "") continue;
    const at = places.spanOf(["triggers", index, "http", "path"]);
    const problem = problemOfPath(trigger.path);
    if (problem !== undefined) report({ code: "BAD_FORMAT", at, message: problem });
    if (isOwn(trigger.path)) report({ code: "ROUTE_CLASH", at, message: `"${trigger.path}" is a route of the engine.` });

    const key = routeKey(trigger);
    const other = taken.get(key);
    taken.set(key, other ?? trigger);
    // Several may share a route when each says which requests are its own.
    if (other === undefined || (other.where !== null && trigger.where !== null)) continue;
    report({
      code: "ROUTE_CLASH",
      at,
      message: `Another trigger of this saga takes ${trigger.method} ${trigger.path}: give each of them where.`,
    });
  }
};

/** The same for two routes that take the same requests: names of parameters do not count. */
function routeKey({ method, path }: HttpTrigger): string {
  const steps = path.split("/").filter((step) => step !== "");

  return `${method} ${steps.map((step) => (step.startsWith("{") ? "{}" : step)).join("/")}`;
}

function isOwn(path: string): boolean {
  const [first = "", version = "", resource = ""] = path.split("/").slice(1);
  if (first !== "api") return OWN_ROUTES.includes(first);

  return version !== "v1" || resource === "" || OWN_RESOURCES.includes(resource);
}

const STEP = /^(?:[A-Za-z0-9._~!$&'()*+,;=:@%-]*|\{[A-Za-z][A-Za-z0-9_]{0,63}\})$/;

function problemOfPath(path: string): string | undefined {
  const wrong = path.split("/").find((step) => !STEP.test(step) || step === "." || step === "..");
  if (wrong !== undefined) return `"${wrong}" cannot be a step of a path; a parameter is a step of its own such as {kind}.`;
  const seen = new Set<string>();
  const twice = pathParameters(path).find((name) => seen.size === seen.add(name).size);

  return twice === undefined ? undefined : `The path has two parameters "${twice}".`;
}

/** Whatever the saga is like, some answer fits: the last one has no condition. */
export const certainAnswer: Check = ({ model, places }, report) => {
  for (const [index, trigger] of model.triggers.entries()) {
    if (trigger.kind !== "http") continue;
    const last = trigger.respond.at(-1);
    if (last === undefined || last.when === null) continue;
    report({
      code: "ANSWER_NOT_CERTAIN",
      at: places.spanOf(["triggers", index, "http", "respond", trigger.respond.length - 1, "when"]),
      message: "When no condition fits there is no answer: the last entry of respond may have no when.",
    });
  }
};
