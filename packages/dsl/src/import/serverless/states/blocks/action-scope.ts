import type { Path } from "../../../../diagnostics/places.ts";
import { END, type FlowScope } from "../../../flow/flow.ts";
import { passingNode } from "../../../flow/nodes.ts";
import type { Listed } from "../../unread.ts";
import { actionsIn } from "../actions/action.ts";
import { addActions } from "../actions/add-actions.ts";
import { withGathered } from "../document.ts";
import { type ReadState, timeoutOf } from "../read-state.ts";
import type { Scoped } from "../workflow.ts";

/** Actions of a branch or a body. */
export interface BranchSource {
  readonly name: string;
  readonly actions: readonly Listed[];
}

/** The scope of a branch or a body. Its actions read the document of the state; it gives what they gave. */
export function actionScope(read: ReadState, { name, actions }: BranchSource, at: Path): FlowScope {
  const { workflow, scopeId } = read.scoped;
  const inner: Scoped = { workflow, scopeId: `${scopeId}/${name}@${at.join(".")}`, nodes: new Map(), reserved: new Set() };
  const timeout = timeoutOf(read, "actionExecTimeout");
  const named = actionsIn(actions, name).map((action) => ({ ...action, state: name, catchers: [], timeout }));
  const last = "what was gathered";
  inner.nodes.set(last, passingNode({ id: last, at, to: END, behind: withGathered }));

  return { id: inner.scopeId, at, start: addActions(inner, named, last), nodes: inner.nodes };
}
