import type { JsonObject } from "@skald/shared";
import { emitSaga } from "../flow/emit-saga.ts";
import { documentOf, END, type Environment, type FlowScope } from "../flow/flow.ts";
import { createLiveValues } from "../flow/live-values.ts";
import { passingNode } from "../flow/nodes.ts";
import { validDocumentName } from "../names.ts";
import type { Session } from "../session.ts";
import { objectOf, type Term, tight } from "../term/term.ts";
import { fieldAt, objectIn, textIn } from "./fields.ts";
import { tellAt } from "./place.ts";
import { behindTask, inputOf, type Target, type TaskScope, timeoutOf } from "./tasks/flow-source.ts";
import { addTasks } from "./tasks/read-tasks.ts";
import { triggersOf } from "./tasks/triggers.ts";
import { tellUnread } from "./unread.ts";
import { versionAt } from "./version-of.ts";

/** The saga of a workflow of Serverless Workflow 1.0. */
export function importTasks(session: Session, json: JsonObject, fallback: string): JsonObject {
  const live = createLiveValues();
  const scope: TaskScope = {
    source: { session, live, use: objectIn(json, "use"), addTasks },
    scopeId: "",
    nodes: new Map(),
    catchers: [],
    retry: undefined,
    task: "",
  };
  const first = addTasks(scope, { json: fieldAt(json, "do"), at: ["do"], to: END });
  tellUnreadPieces(session, json);
  const start = withWholeInput(scope, json, first);
  const flow: FlowScope = { id: "", at: [], start: withWholeOutput(scope, json, start), nodes: scope.nodes };
  const environment: Environment = new Map<string, Term>([
    ["$", tight("input")],
    ["$context", objectOf([])],
  ]);
  const triggers = triggersOf(session, json);

  return {
    ...headOf(scope, json, fallback),
    ...(triggers.length === 0 ? {} : { triggers }),
    ...emitSaga(flow, environment, { session, live }),
  };
}

function withWholeInput(scope: TaskScope, json: JsonObject, first: Target): Target {
  if (fieldAt(json, "input", "from") === undefined) return first;
  const id = "input of the workflow";
  scope.nodes.set(id, passingNode({ id, at: ["input"], to: first, behind: (entry) => inputOf(scope, { json, at: [] }, entry) }));

  return id;
}

// Every way that ends the workflow passes its `output.as`.
function withWholeOutput(scope: TaskScope, json: JsonObject, start: Target): Target {
  if (fieldAt(json, "output", "as") === undefined) return start;
  const id = "output of the workflow";
  const { nodes } = scope;
  for (const [key, node] of nodes)
    nodes.set(key, { ...node, edges: node.edges.map((edge) => (edge.to === END ? { ...edge, to: id } : edge)) });
  const { export: _, ...shaped } = json;
  nodes.set(
    id,
    passingNode({
      id,
      at: ["output"],
      to: END,
      behind: (entry) => behindTask(scope, { json: shaped, at: [] }, { entry, output: documentOf(entry) }),
    }),
  );

  return start === END ? id : start;
}

function headOf(scope: TaskScope, json: JsonObject, fallback: string): JsonObject {
  const { session } = scope.source;
  const head = objectIn(json, "document");
  const title = (textIn(head, "title") ?? textIn(head, "summary") ?? "").trim().slice(0, 200);
  const { timeout: after } = timeoutOf(scope, { json, at: [] });
  tellNamespace(session, textIn(head, "namespace") ?? "default");

  return {
    document: {
      dsl: "1.0",
      kind: "saga",
      name: validDocumentName(textIn(head, "name") ?? fallback),
      version: versionAt({ session, at: ["document", "version"] }, head["version"]),
      ...(title === "" ? {} : { title }),
    },
    ...(after === undefined ? {} : { timeout: { after, then: "compensate" } }),
  };
}

function tellNamespace(session: Session, namespace: string): void {
  if (namespace === "default") return;
  tellAt({ session, at: ["document", "namespace"] }, "changed", [
    `The namespace "${namespace}" is not taken: the saga and its services stand in the default namespace.`,
    "Write the namespace into the heads of all documents.",
  ]);
}

const WITHOUT_COUNTERPART: readonly (readonly [string, string])[] = [
  ["authentications", "Give the services auth."],
  ["secrets", "Read secrets in headers and auth of the services."],
  ["extensions", "Say what the extensions did in states."],
  ["catalogs", "Write the functions as operations of a catalogue."],
];

const FIELDS = ["document", "input", "use", "do", "timeout", "output", "schedule", "evaluate"];
const HEAD = ["dsl", "namespace", "name", "version", "title", "summary"];
const USED = ["errors", "functions", "retries", "timeouts"];

function tellUnreadPieces(session: Session, json: JsonObject): void {
  const of = "the workflow";
  const use = objectIn(json, "use");
  tellUnread({ session, at: [] }, { json, of }, FIELDS);
  tellUnread({ session, at: ["document"] }, { json: objectIn(json, "document"), of }, HEAD);
  tellUnread({ session, at: ["use"] }, { json: use, of }, [...USED, ...WITHOUT_COUNTERPART.map(([field]) => field)]);
  for (const [field, remedy] of WITHOUT_COUNTERPART)
    if (fieldAt(use, field) !== undefined)
      tellAt({ session, at: ["use", field] }, "dropped", [`"use.${field}" is not brought over.`, remedy]);
  for (const [field, read] of [
    ["input", "from"],
    ["output", "as"],
  ] as const) {
    tellUnread({ session, at: [field] }, { json: objectIn(json, field), of }, [read, "schema"]);
    if (fieldAt(json, field, "schema") !== undefined)
      tellAt({ session, at: [field, "schema"] }, "dropped", [
        `The schema of the ${field} is not brought over.`,
        field === "input" ? "Put it under input.schema." : "Check the output where it is used.",
      ]);
  }
  tellEvaluation(session, objectIn(json, "evaluate"));
}

function tellEvaluation(session: Session, evaluate: JsonObject): void {
  const language = textIn(evaluate, "language") ?? "jq";
  tellUnread({ session, at: ["evaluate"] }, { json: evaluate, of: "the workflow" }, ["language", "mode"]);
  if (language !== "jq")
    tellAt({ session, at: ["evaluate", "language"] }, "changed", [
      `The expressions are written in "${language}"; they are read as jq.`,
      "Look through the expressions of the saga.",
    ]);
  if (evaluate["mode"] === "loose")
    tellAt({ session, at: ["evaluate", "mode"] }, "changed", [
      "Texts are expressions wherever they can be; here only those in ${ } are.",
      "Look through the texts of the saga.",
    ]);
}
