import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { emitSaga } from "../flow/emit-saga.ts";
import { documentOf, END, type Environment, type FlowScope } from "../flow/flow.ts";
import { createLiveValues } from "../flow/live-values.ts";
import { passingNode } from "../flow/nodes.ts";
import { validDocumentName } from "../names.ts";
import type { Session } from "../session.ts";
import { objectOf, type Term, tight } from "../term/term.ts";
import { durationText } from "./durations.ts";
import { versionOf } from "./import-states.ts";
import { fieldAt, tellAt, textIn } from "./place.ts";
import { behindTask, inputOf, type TaskScope, timeoutOf } from "./tasks/flow-source.ts";
import { addTasks } from "./tasks/read-tasks.ts";

/** The saga of a workflow of Serverless Workflow 1.0. */
export function importTasks(session: Session, json: JsonObject, name: string): JsonObject {
  const live = createLiveValues();
  const use = fieldAt(json, "use");
  const scope: TaskScope = {
    source: { session, live, use: isJsonObject(use) ? use : {}, addTasks },
    scopeId: "",
    nodes: new Map(),
    catchers: [],
    retry: undefined,
    depth: 0,
  };
  const first = addTasks(scope, { json: fieldAt(json, "do"), at: ["do"], to: END });
  tellUnused(session, json);
  const start = withWholeInput(scope, json, first);
  const flow: FlowScope = { id: "", at: [], start: withWholeOutput(scope, json, start), nodes: scope.nodes };
  const environment: Environment = new Map<string, Term>([
    ["$", tight("input")],
    ["$context", objectOf([])],
  ]);
  const triggers = triggersOf(session, json);

  return {
    ...headOf(scope, json, name),
    ...(triggers.length === 0 ? {} : { triggers }),
    ...emitSaga(flow, environment, { session, live }),
  };
}

type Start = FlowScope["start"];

function withWholeInput(scope: TaskScope, json: JsonObject, first: Start): Start {
  const input = fieldAt(json, "input");
  if (!isJsonObject(input) || fieldAt(input, "from") === undefined) return first;
  const id = "input of the workflow";
  scope.nodes.set(id, passingNode({ id, at: ["input"], to: first, behind: (entry) => inputOf(scope, { json, at: [] }, entry) }));

  return id;
}

// Every way that ends the workflow passes its `output.as`.
function withWholeOutput({ nodes, ...scope }: TaskScope, json: JsonObject, start: Start): Start {
  const output = fieldAt(json, "output");
  if (!isJsonObject(output) || fieldAt(output, "as") === undefined) return start;
  const id = "output of the workflow";
  for (const [key, node] of nodes)
    nodes.set(key, { ...node, edges: node.edges.map((edge) => (edge.to === END ? { ...edge, to: id, isNext: edge.isNext } : edge)) });
  const { export: _, ...shaped } = json;
  nodes.set(
    id,
    passingNode({
      id,
      at: ["output"],
      to: END,
      behind: (entry) => behindTask({ ...scope, nodes }, { json: shaped, at: [] }, { entry, output: documentOf(entry) }),
    }),
  );

  return start === END ? id : start;
}

function headOf(scope: TaskScope, json: JsonObject, fallback: string): JsonObject {
  const document = fieldAt(json, "document");
  const head = isJsonObject(document) ? document : {};
  const title = (textIn(head, "title") ?? textIn(head, "summary") ?? "").trim().slice(0, 200);
  const after = durationText(timeoutOf(scope, json));
  tellNamespace(scope.source.session, textIn(head, "namespace"));

  return {
    document: {
      dsl: "1.0",
      kind: "saga",
      name: validDocumentName(textIn(head, "name") ?? fallback),
      version: versionOf(head["version"]),
      ...(title === "" ? {} : { title }),
    },
    ...(after === undefined ? {} : { timeout: { after, then: "compensate" } }),
  };
}

function tellNamespace(session: Session, namespace: string | undefined): void {
  if (namespace === undefined || namespace === "default") return;
  tellAt({ session, at: ["document", "namespace"] }, "changed", [
    `The namespace "${namespace}" is not taken: the saga and its services stand in the default namespace.`,
    "Write the namespace into the heads of all documents.",
  ]);
}

function triggersOf(session: Session, json: JsonObject): readonly Json[] {
  const schedule = fieldAt(json, "schedule");
  if (!isJsonObject(schedule)) return [];
  const cron = textIn(schedule, "cron");
  if (cron !== undefined && cron.trim().split(/\s+/).length === 5) return [{ schedule: { cron: cron.trim(), input: {} } }];
  const on = fieldAt(schedule, "on");
  const one = isJsonObject(on) ? fieldAt(on, "one") : undefined;
  const given = isJsonObject(one) ? fieldAt(one, "with") : undefined;
  const type = isJsonObject(given) ? textIn(given, "type") : undefined;
  if (type !== undefined && !type.includes("${")) return [{ event: { type, input: "${ event.data }" } }];
  tellAt({ session, at: ["schedule"] }, "dropped", [
    "The schedule of the workflow has no counterpart: a saga starts by a cron of five fields, by an event or by a request.",
    "Give the saga triggers.",
  ]);

  return [];
}

const WITHOUT_COUNTERPART: readonly (readonly [string, string])[] = [
  ["authentications", "Give the services auth."],
  ["secrets", "Read secrets in headers and auth of the services."],
  ["extensions", "Say what the extensions did in states."],
  ["catalogs", "Write the functions as operations of a catalogue."],
];

function tellUnused(session: Session, json: JsonObject): void {
  const use = fieldAt(json, "use");
  for (const [field, remedy] of WITHOUT_COUNTERPART)
    if (isJsonObject(use) && fieldAt(use, field) !== undefined)
      tellAt({ session, at: ["use", field] }, "dropped", [`"use.${field}" is not brought over.`, remedy]);
  for (const field of ["input", "output"]) {
    const given = fieldAt(json, field);
    if (isJsonObject(given) && fieldAt(given, "schema") !== undefined)
      tellAt({ session, at: [field, "schema"] }, "dropped", [
        `The schema of the ${field} is not brought over.`,
        field === "input" ? "Put it under input.schema." : "Check the output where it is used.",
      ]);
  }
}
