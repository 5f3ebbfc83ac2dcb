import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { Path } from "../../../diagnostics/places.ts";
import type { OperationKey } from "../../catalogue/catalogue.ts";
import { documentOf, type END, type Environment } from "../../flow/flow.ts";
import { type Catcher, listenNode, passingNode, straightNode } from "../../flow/nodes.ts";
import { validDocumentName } from "../../names.ts";
import { writeMember } from "../../term/read-term.ts";
import { templateOf } from "../../term/render-term.ts";
import { NOTHING, objectOf, type Term, tight } from "../../term/term.ts";
import { boolText } from "../bool-text.ts";
import { durationText } from "../durations.ts";
import { operationOfFunction } from "../function-call.ts";
import { below, expressionAt, fieldAt, plainPath, tellAt, textIn, valueAt } from "../place.ts";
import { awaitedEvent, eventToSend } from "./events.ts";
import { retryOf } from "./retries.ts";
import { GATHERED, merged, placeIn, type Scoped, stateNameOf, type Workflow } from "./workflow.ts";

/** One action of a state. */
export interface Action {
  readonly json: JsonObject;
  readonly at: Path;
  /** The node's name: that of the state where it has one action. */
  readonly id: string;
  /** The name of the state it belongs to. */
  readonly state: string;
  readonly catchers: readonly Catcher[];
  readonly timeout: string | undefined;
  /** Its undo where another state is its compensation: what stands at the step, empty where the catalogue has it. */
  readonly undo?: (called: CalledAction) => JsonObject;
}

/** An action that is being written, with what its undo may need. */
export interface CalledAction {
  readonly name: string;
  readonly key: OperationKey;
  readonly given: Term;
  /** What is known once it has run. */
  readonly behind: Environment;
}

type Target = string | typeof END;

/** The actions of a state with their places and names. A single action that is entered by its own name has the state's. */
export function actionsIn(json: Json | undefined, at: Path, state: string): readonly Pick<Action, "json" | "at" | "id">[] {
  const listed = json !== undefined && isJsonArray(json) ? json : [];
  const actions = listed.flatMap((each, index) => (isJsonObject(each) ? [{ json: each, at: [...at, index] }] : []));
  const [only] = actions;
  if (actions.length === 1 && only !== undefined) return [{ ...only, id: isEnteredElsewhere(only.json) ? `do ${state}` : state }];

  return actions.map((action, index) => {
    const name = textIn(action.json, "name");
    return { ...action, id: name === undefined || name === state ? `${state} ${index + 1}` : name };
  });
}

function isEnteredElsewhere(action: JsonObject): boolean {
  return isJsonObject(fieldAt(action, "sleep")) || textIn(action, "condition") !== undefined;
}

/** Adds the nodes of actions that run one after another; answers with the node to enter. */
export function addActions(scoped: Scoped, actions: readonly Action[], to: Target): Target {
  return actions.toReversed().reduce<Target>((next, action) => addAction(scoped, action, next), to);
}

function addAction(scoped: Scoped, action: Action, to: Target): Target {
  const { json } = action;
  const slept = addSleep(scoped, action, { when: "after", to });
  const done = addWork(scoped, { ...action, id: unusedId(scoped, action.id, action.state) }, slept);
  const before = addSleep(scoped, action, { when: "before", to: done });
  const condition = textIn(json, "condition");
  if (condition === undefined) return before;

  return addCondition(scoped, action, { condition, to, before });
}

// States are added one after another: an action may not take the name of one that comes later.
function unusedId({ nodes, reserved }: Scoped, id: string, own = ""): string {
  let found = id;
  for (let number = 2; nodes.has(found) || (reserved.has(found) && found !== own); number += 1) found = `${id} ${number}`;

  return found;
}

function addSleep(
  scoped: Scoped,
  { json, at, id }: Action,
  { when, to }: { readonly when: "before" | "after"; readonly to: Target },
): Target {
  const sleep = fieldAt(json, "sleep");
  const duration = isJsonObject(sleep) ? durationText(fieldAt(sleep, when)) : undefined;
  if (duration === undefined || duration === "0ms") return to;
  const node = unusedId(scoped, `sleep ${when} ${id}`);
  scoped.nodes.set(
    node,
    straightNode({ id: node, at: [...at, "sleep"], to, behind: (entry) => entry, state: () => ({ type: "wait", for: duration }) }),
  );

  return node;
}

function addCondition(
  scoped: Scoped,
  { at, id }: Action,
  { condition, to, before }: { readonly condition: string; readonly to: Target; readonly before: Target },
): Target {
  const node = unusedId(scoped, `whether ${id}`);
  const when = (entry: Environment): string =>
    boolText(expressionAt(condition, placeIn(scoped.workflow, [...at, "condition"], { environment: entry })));
  scoped.nodes.set(node, {
    id: node,
    at,
    edges: [
      { id: "yes", to: before, isNext: false },
      { id: "no", to, isNext: false },
    ],
    build: (entry) => ({
      leave: () => entry,
      state: (way) => ({ type: "switch", cases: [{ when: when(entry), next: nameOf(way("yes")) }], default: nameOf(way("no")) }),
    }),
  });
  return node;
}

function nameOf(way: { readonly next?: string; readonly end?: true }): string {
  return way.next ?? "";
}

function addWork(scoped: Scoped, action: Action, to: Target): Target {
  const { json } = action;
  if (fieldAt(json, "functionRef") !== undefined) return addFunction(scoped, action, to);
  if (fieldAt(json, "subFlowRef") !== undefined) return addChild(scoped, action, to);
  const event = fieldAt(json, "eventRef");
  if (event !== undefined) return addEvents(scoped, action, { event: isJsonObject(event) ? event : { produceEventRef: event }, to });

  tellAt({ session: scoped.workflow.session, at: action.at }, "dropped", [
    `The action "${action.id}" names no function, workflow or event.`,
    "Say what it does.",
  ]);
  return to;
}

/** The function an action calls. */
export function functionOf(json: JsonObject): { readonly name: string; readonly given: Json | undefined; readonly isAsync: boolean } {
  const reference = fieldAt(json, "functionRef");
  if (!isJsonObject(reference)) return { name: typeof reference === "string" ? reference : "", given: undefined, isAsync: false };

  return {
    name: textIn(reference, "refName") ?? "",
    given: fieldAt(reference, "arguments") ?? fieldAt(reference, "parameters"),
    isAsync: reference["invoke"] === "async",
  };
}

/** What a function is given: its arguments, or the document where it has none. */
export function givenTo(workflow: Workflow, { json, at }: Pick<Action, "json" | "at">, entry: Environment): Term {
  const from = filterOf(json, "fromStateData");
  const document =
    from === undefined
      ? documentOf(entry)
      : expressionAt(from, placeIn(workflow, [...at, "actionDataFilter", "fromStateData"], { environment: entry }));
  const { given } = functionOf(json);
  if (given === undefined) return document;

  return valueAt(given, placeIn(workflow, [...at, "functionRef", "arguments"], { environment: entry, document }));
}

/** The operation an action calls; null for an expression, which calls nothing. */
export function operationOf(workflow: Workflow, { json, at }: Pick<Action, "json" | "at">): OperationKey | { readonly expression: string } {
  const { name } = functionOf(json);
  const found = workflow.functions.get(name);
  const definition = found?.json ?? {};
  const operation = fieldAt(definition, "operation");
  const reference = typeof operation === "string" ? operation : "";
  if (definition["type"] === "expression") return { expression: reference };
  if (isJsonObject(operation) || fieldAt(definition, "authRef") !== undefined)
    tellAt({ session: workflow.session, at: found?.at ?? at }, "dropped", [
      `How calls of "${name}" are authenticated or wrapped is not brought over.`,
      "Give the service auth.",
    ]);

  return operationOfFunction(workflow.session, {
    name: name === "" ? "function" : name,
    type: String(definition["type"] ?? "rest"),
    operation: reference,
    at: found?.at ?? at,
  });
}

function addFunction(scoped: Scoped, action: Action, to: Target): Target {
  const { workflow } = scoped;
  const { json, at, id } = action;
  const called = operationOf(workflow, action);
  if ("expression" in called) {
    const behind = (entry: Environment): Environment =>
      behindAction(workflow, action, {
        entry,
        result: expressionAt(called.expression, placeIn(workflow, at, { environment: withArguments(workflow, action, entry) })),
      });
    scoped.nodes.set(id, passingNode({ id, at, to, behind }));
    return id;
  }
  const name = stateNameOf(scoped, id);
  const { isAsync, name: functionName } = functionOf(json);
  if (isAsync)
    tellAt({ session: workflow.session, at: [...at, "functionRef"] }, "changed", [
      `"${functionName}" is called without waiting; here the step waits for the answer.`,
      "Let the service answer at once, or send an event.",
    ]);
  declareErrors(workflow, called, action.catchers);
  scoped.nodes.set(
    id,
    straightNode({
      id,
      at,
      to,
      catchers: action.catchers,
      behind: (entry) => behindAction(workflow, action, { entry, result: tight(`steps.${name}.output`) }),
      state: (entry) => {
        const given = givenTo(workflow, action, entry);
        return {
          type: "task",
          call: `${called.service}.${called.operation}`,
          with: templateOf(given, workflow.session.merging(at, `"${id}"`)),
          ...retryOf(workflow, json, at),
          ...(action.timeout === undefined ? {} : { timeout: action.timeout }),
          ...action.undo?.({
            name,
            key: called,
            given,
            behind: behindAction(workflow, action, { entry, result: tight(`steps.${name}.output`) }),
          }),
        };
      },
    }),
  );
  return id;
}

function withArguments(workflow: Workflow, action: Action, entry: Environment): Environment {
  const { given } = functionOf(action.json);
  if (!isJsonObject(given)) return entry;
  const terms = Object.entries(given).map(([name, json]): readonly [string, Term] => [
    `$${name}`,
    valueAt(json, placeIn(workflow, action.at, { environment: entry })),
  ]);

  return new Map([...entry, ...terms]);
}

// A numeric code of an error definition is the status of the answer.
function declareErrors(workflow: Workflow, key: OperationKey, catchers: readonly Catcher[]): void {
  for (const { errors } of catchers) {
    for (const type of errors) {
      const code = String(workflow.errors.get(type)?.json["code"] ?? "");
      if (/^[1-5]\d\d$/.test(code)) workflow.session.catalogue.addError(key, { when: `\${ response.status == ${code} }`, type });
      else if (type !== "*" && !BUILT_IN.includes(type))
        workflow.session.catalogue.addError(key, {
          when: `\${ response.body.type == ${JSON.stringify(code === "" ? type : code)} }`,
          type,
        });
    }
  }
}

const BUILT_IN: readonly string[] = ["Timeout", "Refused", "Unavailable"];

function filterOf(json: JsonObject, field: string): string | undefined {
  const filter = fieldAt(json, "actionDataFilter");

  return isJsonObject(filter) ? textIn(filter, field) : undefined;
}

interface Finished {
  readonly entry: Environment;
  readonly result: Term;
}

function behindAction(workflow: Workflow, { json, at }: Action, { entry, result }: Finished): Environment {
  const filter = fieldAt(json, "actionDataFilter");
  if (isJsonObject(filter) && filter["useResults"] === false) return entry;
  const selector = filterOf(json, "results");
  const place = placeIn(workflow, [...at, "actionDataFilter"], { environment: entry, document: result });
  const value = selector === undefined ? result : expressionAt(selector, below(place, "results"));
  const path = plainPath(filterOf(json, "toStateData") ?? ".");
  if (path === null)
    tellAt(below(place, "toStateData"), "changed", [
      "The place where a result is kept is no plain path; it is merged into the document.",
      "Read steps.<name>.output where the result is needed.",
    ]);
  const placed = path === null || path.length === 0 ? value : writeMember(objectOf([]), path, { value, note: workflow.session.noteRead });

  return path === null || path.length < 2 ? merged(entry, placed) : written(workflow, entry, { path, value });
}

// A result kept deep inside the document leaves its neighbours alone.
function written(
  workflow: Workflow,
  entry: Environment,
  { path, value }: { readonly path: readonly string[]; readonly value: Term },
): Environment {
  const write = (term: Term): Term => writeMember(term, path, { value, note: workflow.session.noteRead });
  const gathered = entry.get(GATHERED);

  return new Map([...entry, ["$", write(documentOf(entry))], ...(gathered === undefined ? [] : [[GATHERED, write(gathered)] as const])]);
}

function addChild(scoped: Scoped, action: Action, to: Target): Target {
  const { workflow } = scoped;
  const { json, at, id } = action;
  const reference = fieldAt(json, "subFlowRef");
  const meant = typeof reference === "string" ? reference : textIn(isJsonObject(reference) ? reference : {}, "workflowId");
  const saga = validDocumentName(meant ?? "child");
  const name = stateNameOf(scoped, id);
  if (saga !== meant)
    tellAt({ session: workflow.session, at: [...at, "subFlowRef"] }, "changed", [
      `The workflow "${meant ?? ""}" is looked for as the saga "${saga}".`,
      "Import that workflow under this name.",
    ]);
  scoped.nodes.set(
    id,
    straightNode({
      id,
      at,
      to,
      catchers: action.catchers,
      behind: (entry) => behindAction(workflow, action, { entry, result: tight(`steps.${name}.output`) }),
      state: (entry) => ({
        type: "saga",
        saga,
        input: templateOf(givenTo(workflow, action, entry), workflow.session.merging(at, `"${id}"`)),
      }),
    }),
  );
  return id;
}

function addEvents(scoped: Scoped, action: Action, { event, to }: { readonly event: JsonObject; readonly to: Target }): Target {
  const { workflow } = scoped;
  const { at, id } = action;
  const awaited = textIn(event, "resultEventRef") ?? textIn(event, "consumeEventRef");
  const sent = textIn(event, "triggerEventRef") ?? textIn(event, "produceEventRef");
  let next = to;
  if (awaited !== undefined) {
    const node = sent === undefined ? id : unusedId(scoped, `await ${id}`);
    const name = stateNameOf(scoped, node);
    const behind = (entry: Environment): Environment =>
      behindAction(workflow, action, { entry, result: tight(`steps.${name}.output.data`) });
    const timeout = durationText(fieldAt(event, "resultEventTimeout") ?? fieldAt(event, "consumeEventTimeout"));
    scoped.nodes.set(
      node,
      listenNode({ id: node, at, cases: [{ event: awaitedEvent(workflow, awaited, [...at, "eventRef"]), to, behind }], timeout }),
    );
    next = node;
  }
  if (sent === undefined) return next;

  const state = (entry: Environment): JsonObject => {
    const data = fieldAt(event, "data");
    const term =
      data === undefined ? documentOf(entry) : valueAt(data, placeIn(workflow, [...at, "eventRef", "data"], { environment: entry }));
    const rendered = templateOf(term === NOTHING ? documentOf(entry) : term, workflow.session.merging(at, `"${id}"`));
    return { type: "emit", event: { ...eventToSend(workflow, sent, [...at, "eventRef"]), data: rendered } };
  };
  scoped.nodes.set(id, straightNode({ id, at, to: next, behind: (entry) => entry, state }));
  return id;
}
