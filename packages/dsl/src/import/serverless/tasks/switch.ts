import { isJsonObject } from "@skald/shared";
import { documentOf, type Environment } from "../../flow/flow.ts";
import { type Option, switchNode } from "../../flow/nodes.ts";
import { conditionText } from "../condition.ts";
import { fieldAt, textIn } from "../fields.ts";
import { type Listed, objectsAt, tellDropped, tellUnread } from "../unread.ts";
import { behindTask, inputOf, placeOf, type ResolveThen, type Task, type TaskScope } from "./flow-source.ts";

type Case = Option & { readonly when: (entry: Environment) => string };

/** A switch: leads where the first of its cases says. */
export function addSwitch(scope: TaskScope, task: Task, resolveThen: ResolveThen): void {
  const { id, at, to } = task;
  const { session } = scope.source;
  const items = casesIn(scope, task);
  const behind = (entry: Environment): Environment => {
    const input = inputOf(scope, task, entry);
    return behindTask(scope, task, { entry: input, output: documentOf(input) });
  };
  const [fallback, ...unreachable] = items.filter(({ json }) => textIn(json, "when") === undefined);
  for (const item of unreachable) tellDropped({ session, at: item.at }, "then", `a second default of "${id}"`);
  const cases = items.flatMap(({ json, at: place }): readonly Case[] => {
    const condition = textIn(json, "when");
    if (condition === undefined) return [];
    const when = (entry: Environment): string =>
      conditionText(condition, placeOf(scope, [...place, "when"], { entry: inputOf(scope, task, entry) }));
    return [{ to: resolveThen(fieldAt(json, "then")), when, behind }];
  });
  const otherwise: Option = { to: fallback === undefined ? to : resolveThen(fieldAt(fallback.json, "then")), behind };
  scope.nodes.set(id, switchNode({ id, at, cases, otherwise }));
}

function casesIn({ source: { session } }: TaskScope, { id, at, json }: Task): readonly Listed[] {
  return objectsAt({ session, at }, json, "switch").flatMap((item) =>
    Object.entries(item.json).flatMap(([name, given]) => {
      const place = [...item.at, name];
      if (isJsonObject(given)) {
        tellUnread({ session, at: place }, { json: given, of: `"${id}"` }, ["when", "then"]);
        return [{ json: given, at: place }];
      }
      tellDropped({ session, at: item.at }, name, `the cases of "${id}"`);
      return [];
    }),
  );
}
