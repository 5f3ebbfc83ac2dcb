import { documentOf, type Environment, withValues } from "../../flow/flow.ts";
import { straightNode } from "../../flow/nodes.ts";
import { itemNameFor } from "../../session.ts";
import { celOf } from "../../term/render-term.ts";
import { loose, type Term, tight } from "../../term/term.ts";
import { fieldAt, objectIn, textIn } from "../fields.ts";
import { listText } from "../list-text.ts";
import { expressionAt, tellAt } from "../place.ts";
import { scopeJson } from "../scope-json.ts";
import { tellUnread } from "../unread.ts";
import { behindTask, inputOf, placeOf, stateNameOf, type Task, type TaskScope } from "./flow-source.ts";
import { innerScope } from "./inner-scope.ts";

/** A for: a `forEach`, one item after another. */
export function addFor(scope: TaskScope, task: Task): void {
  const { id, at, json, to } = task;
  const { session } = scope.source;
  tellUnread({ session, at: [...at, "for"] }, { json: objectIn(json, "for"), of: `"${id}"` }, ["each", "in", "at"]);
  const [itemName, indexName] = [textIn(json, "for", "each") ?? "item", textIn(json, "for", "at") ?? "index"];
  const each = itemNameFor(session, `item ${scope.scopeId}/${id}`, itemName);
  const index = itemNameFor(session, `index ${scope.scopeId}/${id}`, indexName);
  const body = innerScope(scope, { scopeId: `${scope.scopeId}/${id}`, json: fieldAt(json, "do"), at: [...at, "do"] });
  tellRounds(scope, task);
  const items = (entry: Environment): Term =>
    expressionAt(textIn(json, "for", "in") ?? ".", placeOf(scope, [...at, "for", "in"], { entry }));
  const output = `steps.${stateNameOf(scope, id)}.output`;

  scope.nodes.set(
    id,
    straightNode({
      id,
      at,
      to,
      catchers: scope.catchers,
      behind: (entry) => {
        const inside = inputOf(scope, task, entry);
        const last = loose(`size(${output}) == 0 ? ${celOf(documentOf(inside))} : ${output}[size(${output}) - 1].output`);
        return behindTask(scope, task, { entry: inside, output: last });
      },
      state: (entry) => {
        const inside = inputOf(scope, task, entry);
        const names = withValues(inside, [
          [`$${itemName}`, tight(each)],
          [`$${indexName}`, tight(index)],
        ]);
        return {
          type: "forEach",
          in: listText(items(inside)),
          each,
          at: index,
          concurrency: 1,
          body: scopeJson(scope.source, body, names),
        };
      },
    }),
  );
}

function tellRounds({ source: { session } }: TaskScope, { id, at, json }: Task): void {
  if (fieldAt(json, "while") !== undefined)
    tellAt({ session, at: [...at, "while"] }, "dropped", [
      `"${id}" stops when its condition no longer holds; a forEach goes through the whole list.`,
      "Filter the list, or write a loop with a switch.",
    ]);
  tellAt({ session, at }, "changed", [
    `Each round of "${id}" begins with the input of the loop, not with the output of the round before.`,
    "Gather what the rounds give from steps.<name>.output.",
  ]);
}
