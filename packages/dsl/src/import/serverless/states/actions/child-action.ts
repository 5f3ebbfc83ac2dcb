import { straightNode } from "../../../flow/nodes.ts";
import { templateOf } from "../../../term/render-term.ts";
import { tight } from "../../../term/term.ts";
import { childReference } from "../../child-reference.ts";
import { objectIn, textIn } from "../../fields.ts";
import { tellAt } from "../../place.ts";
import { tellUnread } from "../../unread.ts";
import { type Scoped, stateNameOf, type Target } from "../workflow.ts";
import type { Action } from "./action.ts";
import { behindAction } from "./action-result.ts";
import { givenTo } from "./called-function.ts";

/** A sub-flow: a child saga. */
export function addChild(scoped: Scoped, action: Action, to: Target): Target {
  const { workflow } = scoped;
  const { session } = workflow;
  const { json, at, id, catchers } = action;
  const place = { session, at: [...at, "subFlowRef"] };
  const reference = objectIn(json, "subFlowRef");
  tellUnread(place, { json: reference, of: `"${id}"` }, ["workflowId", "version", "invoke"]);
  if (reference["invoke"] === "async")
    tellAt(place, "changed", [`"${id}" does not wait for its workflow; here it does.`, "Start the other saga by an event."]);
  if (action.timeout !== undefined)
    tellAt({ session, at }, "dropped", [
      `The time-out of "${id}" has no counterpart: a child saga has its own.`,
      "Give that saga a timeout.",
    ]);
  const saga = childReference(place, {
    name: textIn(json, "subFlowRef") ?? textIn(reference, "workflowId"),
    version: textIn(reference, "version"),
  });
  const name = stateNameOf(scoped, id);
  scoped.nodes.set(
    id,
    straightNode({
      id,
      at,
      to,
      catchers,
      behind: (entry) => behindAction(workflow, action, { entry, result: tight(`steps.${name}.output`) }),
      state: (entry) => ({
        type: "saga",
        saga,
        input: templateOf(givenTo(workflow, action, entry), session.merging(at, `"${id}"`)),
      }),
    }),
  );

  return id;
}
