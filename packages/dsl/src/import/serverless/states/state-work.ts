import { isJsonObject, type Json } from "@skald/shared";
import type { Environment } from "../../flow/flow.ts";
import { straightNode } from "../../flow/nodes.ts";
import { Refusal, valueNameFor } from "../../session.ts";
import { templateOf } from "../../term/render-term.ts";
import { objectOf, type Term, tight } from "../../term/term.ts";
import { durationAt } from "../durations.ts";
import { fieldAt, textIn } from "../fields.ts";
import { valueAt } from "../place.ts";
import { tellDropped } from "../unread.ts";
import { addOperation } from "./actions/operation.ts";
import { addForeach } from "./blocks/foreach.ts";
import { addParallel, branchesIn } from "./blocks/parallel.ts";
import { merged, placeIn } from "./document.ts";
import { addCallback } from "./events/callback.ts";
import { addEventState } from "./events/event-state.ts";
import { leadFrom, type ReadState, unchanged } from "./read-state.ts";
import { addSwitch } from "./switches.ts";

/** Adds the nodes that do what a state does. The first of them has its name. */
export function addStateWork(read: ReadState): void {
  const { json, at, name } = read;
  switch (textIn(json, "type")) {
    case "operation":
      return addOperation(read);
    case "switch":
      return addSwitch(read);
    case "inject":
      return addInject(read);
    case "sleep":
    case "delay":
      return addSleep(read);
    case "foreach":
      return addForeach(read);
    case "parallel":
      return addParallel(read, branchesIn(read));
    case "event":
      return addEventState(read);
    case "callback":
      return addCallback(read);
    default:
      throw new Refusal(
        [...at, "type"],
        `The state "${name}" has the type ${JSON.stringify(fieldAt(json, "type") ?? null)}, which Serverless Workflow 0.8 does not know.`,
        "Use operation, switch, inject, sleep, foreach, parallel, event or callback.",
      );
  }
}

interface Injected {
  readonly member: string;
  /** Its name among the values of the saga. */
  readonly name: string;
  readonly value: Json;
}

function addInject(read: ReadState): void {
  const { scoped, json, at, name: state, to } = read;
  const { workflow } = scoped;
  const data = fieldAt(json, "data");
  if (data !== undefined && !isJsonObject(data)) tellDropped({ session: workflow.session, at }, "data", `"${state}"`);
  const injected = Object.entries(isJsonObject(data) ? data : {}).map(
    ([member, value]): Injected => ({
      member,
      name: valueNameFor(workflow.session, `${scoped.scopeId}/${state}/${member}`, member),
      value,
    }),
  );
  if (injected.length === 0) return leadFrom(read, to);

  const termOf = ({ member, value }: Injected, environment: Environment): Term =>
    valueAt(value, placeIn(workflow, [...at, "data", member], { environment }));
  scoped.nodes.set(
    state,
    straightNode({
      id: state,
      at,
      to,
      behind: (environment) => {
        const value = objectOf(injected.map((each) => [each.member, tight(`vars.${each.name}`, termOf(each, environment))]));
        return merged(workflow, environment, { value, target: undefined, at });
      },
      state: (environment) => ({
        type: "set",
        values: Object.fromEntries(injected.map((each) => [each.name, templateOf(termOf(each, environment))])),
      }),
    }),
  );
}

function addSleep({ scoped, json, at, name, to }: ReadState): void {
  const given = fieldAt(json, "duration") ?? fieldAt(json, "timeDelay") ?? null;
  const duration = durationAt({ session: scoped.workflow.session, at: [...at, "duration"] }, given, `The sleep of "${name}"`);
  scoped.nodes.set(name, straightNode({ id: name, at, to, behind: unchanged, state: () => ({ type: "wait", for: duration ?? "0s" }) }));
}
