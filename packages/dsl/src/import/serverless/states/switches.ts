import { isJsonObject } from "@skald/shared";
import { END, type Environment } from "../../flow/flow.ts";
import { type Awaited, listenNode, type Option, switchNode } from "../../flow/nodes.ts";
import { tight } from "../../term/term.ts";
import { conditionText } from "../condition.ts";
import { fieldAt, textIn } from "../fields.ts";
import { tellAt } from "../place.ts";
import { type Listed, objectsAt, tellUnread } from "../unread.ts";
import { placeIn } from "./document.ts";
import { awaitedEvent, withEventData } from "./events/event-definitions.ts";
import { type ReadState, timeoutOf, unchanged } from "./read-state.ts";
import { filterOutput } from "./state-filters.ts";
import { targetOf } from "./transitions.ts";
import { stateNameOf, type Target } from "./workflow.ts";

/** A switch over the document, or over what event comes first. */
export function addSwitch(read: ReadState): void {
  const { scoped, json, at, name } = read;
  const { session } = scoped.workflow;
  const otherwise = defaultOf(read);
  const events = objectsAt({ session, at }, json, "eventConditions");
  if (events.length > 0) {
    const cases = events.map((each, index) => eventCase(read, each, index));
    const timeout = timeoutOf(read, "eventTimeout");
    return void scoped.nodes.set(
      name,
      listenNode({ id: name, at, cases, timeout, onTimeout: timeout === undefined ? undefined : (otherwise ?? ENDS) }),
    );
  }
  if (otherwise === undefined)
    tellAt({ session, at }, "changed", [`"${name}" has no default; where no condition holds the saga ends.`, "Say where it leads then."]);
  const cases = objectsAt({ session, at }, json, "dataConditions").map((each, index) => dataCase(read, each, index));
  scoped.nodes.set(name, switchNode({ id: name, at, cases, otherwise: otherwise ?? ENDS }));
}

const ENDS: Option = { to: END, behind: unchanged };

type Case = Option & { readonly when: (entry: Environment) => string };

const CONDITION = ["name", "transition", "end"];

function dataCase(read: ReadState, { json, at }: Listed, index: number): Case {
  const { workflow } = read.scoped;
  tellUnread({ session: workflow.session, at }, { json, of: `"${read.name}"` }, [...CONDITION, "condition"]);
  const when = (environment: Environment): string =>
    conditionText(textIn(json, "condition") ?? "", placeIn(workflow, [...at, "condition"], { environment }));

  return { to: leave(read, { json, at }, ` ${index + 1}`), behind: unchanged, when };
}

function eventCase(read: ReadState, { json, at }: Listed, index: number): Awaited {
  const { workflow } = read.scoped;
  tellUnread({ session: workflow.session, at }, { json, of: `"${read.name}"` }, [...CONDITION, "eventRef", "eventDataFilter"]);
  const data = tight(`steps.${stateNameOf(read.scoped, read.name)}.output.data`);

  return {
    event: awaitedEvent(workflow, textIn(json, "eventRef"), at),
    to: leave(read, { json, at }, ` ${index + 1}`),
    behind: (entry) => withEventData(workflow, { json, at }, { entry, data }),
  };
}

function leave(read: ReadState, { json, at }: Listed, way: string): Target {
  return filterOutput(read, targetOf(read.scoped, { json, at, from: read.name, way }), way);
}

// A text alone is the name of a state.
function defaultOf(read: ReadState): Option | undefined {
  const field = fieldAt(read.json, "defaultCondition") === undefined ? "default" : "defaultCondition";
  const given = fieldAt(read.json, field);
  if (given === undefined) return undefined;
  const json = isJsonObject(given) ? given : { transition: given };
  const { session } = read.scoped.workflow;
  tellUnread({ session, at: [...read.at, field] }, { json, of: `the default of "${read.name}"` }, ["transition", "end"]);

  return { to: leave(read, { json, at: [...read.at, field] }, " otherwise"), behind: unchanged };
}
