import { isJsonObject, type Json } from "@skald/shared";
import type { Environment } from "../../flow/flow.ts";
import { passingNode, straightNode } from "../../flow/nodes.ts";
import { valueNameFor } from "../../session.ts";
import { templateOf } from "../../term/render-term.ts";
import { objectOf, type Term, tight } from "../../term/term.ts";
import { objectIn, textIn } from "../fields.ts";
import { expressionAt, type Place, valueAt } from "../place.ts";
import { tellDropped } from "../unread.ts";
import { behindTask, inputOf, placeOf, type Task, type TaskScope } from "./flow-source.ts";

/** A set: names values; an expression as a whole only changes what can be read. */
export function addSet(scope: TaskScope, task: Task): void {
  const { id, at, json, to } = task;
  const { session } = scope.source;
  const given = objectIn(json, "set");
  const expression = textIn(json, "set");
  if (expression === undefined && !isJsonObject(json["set"])) tellDropped({ session, at }, "set", `"${id}"`);
  const place = (entry: Environment): Place => placeOf(scope, [...at, "set"], { entry: inputOf(scope, task, entry) });
  const behind = (entry: Environment, output: Term): Environment => behindTask(scope, task, { entry: inputOf(scope, task, entry), output });
  if (Object.keys(given).length === 0) {
    const whole = (entry: Environment): Term => (expression === undefined ? objectOf([]) : expressionAt(expression, place(entry)));
    scope.nodes.set(id, passingNode({ id, at, to, behind: (entry) => behind(entry, whole(entry)) }));
    return;
  }
  const named = Object.entries(given).map(([member, value]) => ({
    member,
    value,
    name: valueNameFor(session, `${scope.scopeId}/${id}/${member}`, member),
  }));
  scope.nodes.set(
    id,
    straightNode({
      id,
      at,
      to,
      behind: (entry) => {
        const around = place(entry);
        const members = named.map(({ member, value, name }): readonly [string, Term] => [
          member,
          tight(`vars.${name}`, shapeOf(memberAt(around, member, value))),
        ]);
        return behind(entry, objectOf(members));
      },
      state: (entry) => {
        const around = place(entry);
        const merging = session.merging(at, `"${id}"`);
        return {
          type: "set",
          values: Object.fromEntries(named.map(({ member, value, name }) => [name, templateOf(memberAt(around, member, value), merging)])),
        };
      },
    }),
  );
}

function memberAt(place: Place, member: string, value: Json): Term {
  return valueAt(value, { ...place, at: [...place.at, member] });
}

// A value keeps its shape: members written over it later can then be merged exactly.
const SHAPE_MAX = 120;

function shapeOf(term: Term): Term | null {
  return term.size > SHAPE_MAX ? null : term;
}
