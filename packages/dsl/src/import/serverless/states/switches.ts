import { isJsonArray, isJsonObject, type JsonObject } from "@skald/shared";
import type { Path } from "../../../diagnostics/places.ts";
import { documentOf, END, type Environment, withDocument } from "../../flow/flow.ts";
import { type Awaited, listenNode, type Option, switchNode } from "../../flow/nodes.ts";
import { layOver, type Term, tight } from "../../term/term.ts";
import { boolText } from "../bool-text.ts";
import { durationText } from "../durations.ts";
import { expressionAt, fieldAt, textIn } from "../place.ts";
import { awaitedEvent } from "./events.ts";
import type { ReadState } from "./read-state.ts";
import { targetOf } from "./transitions.ts";
import { placeIn, stateNameOf, type Workflow } from "./workflow.ts";

const same = (entry: Environment): Environment => entry;

/** A switch over the document, or over what event comes first. */
export function addSwitch(read: ReadState, entry: string): void {
  const { scoped, json } = read;
  const otherwise = defaultOf(read);
  const events = conditionsIn(json, "eventConditions");
  if (events.length > 0) {
    const name = stateNameOf(scoped, entry);
    const cases = events.map((each): Awaited => eventCase(read, each, name));
    const timeouts = fieldAt(json, "timeouts");
    const timeout = durationText(isJsonObject(timeouts) ? fieldAt(timeouts, "eventTimeout") : fieldAt(json, "eventTimeout"));
    scoped.nodes.set(
      entry,
      listenNode({ id: entry, at: read.at, cases, timeout, onTimeout: timeout === undefined ? undefined : otherwise }),
    );
    return;
  }
  const cases = conditionsIn(json, "dataConditions").map(({ condition, index }): Case => {
    const at = [...read.at, "dataConditions", index];
    const when = (environment: Environment): string =>
      boolText(expressionAt(textIn(condition, "condition") ?? "", placeIn(scoped.workflow, [...at, "condition"], { environment })));
    return { to: targetOf(scoped, { json: condition, at, from: read.name, way: ` ${index + 1}` }), behind: same, when };
  });
  scoped.nodes.set(entry, switchNode({ id: entry, at: read.at, cases, otherwise }));
}

type Case = Option & { readonly when: (entry: Environment) => string };

interface Condition {
  readonly condition: JsonObject;
  readonly index: number;
}

function conditionsIn(json: JsonObject, field: string): readonly Condition[] {
  const listed = fieldAt(json, field);

  return (listed !== undefined && isJsonArray(listed) ? listed : []).flatMap((condition, index) =>
    isJsonObject(condition) ? [{ condition, index }] : [],
  );
}

function eventCase({ scoped, at, name }: ReadState, { condition, index }: Condition, state: string): Awaited {
  const place = [...at, "eventConditions", index];
  const data = tight(`steps.${state}.output.data`);

  return {
    event: awaitedEvent(scoped.workflow, textIn(condition, "eventRef"), place),
    to: targetOf(scoped, { json: condition, at: place, from: name, way: ` ${index + 1}` }),
    behind: (entry) => withEventData(scoped.workflow, { json: condition, at: place }, { entry, data }),
  };
}

/** The document with what an event brought. */
export function withEventData(
  workflow: Workflow,
  { json, at }: { readonly json: JsonObject; readonly at: Path },
  { entry, data }: { readonly entry: Environment; readonly data: Term },
): Environment {
  const filter = fieldAt(json, "eventDataFilter");
  if (isJsonObject(filter) && filter["useData"] === false) return entry;
  const selector = isJsonObject(filter) ? textIn(filter, "data") : undefined;
  const value =
    selector === undefined
      ? data
      : expressionAt(selector, placeIn(workflow, [...at, "eventDataFilter", "data"], { environment: entry, document: data }));

  return withDocument(entry, layOver(documentOf(entry), value));
}

function defaultOf({ scoped, json, at, name }: ReadState): Option {
  const given = fieldAt(json, "defaultCondition") ?? fieldAt(json, "default");
  if (!isJsonObject(given)) return { to: END, behind: same };

  return { to: targetOf(scoped, { json: given, at: [...at, "defaultCondition"], from: name, way: " otherwise" }), behind: same };
}
