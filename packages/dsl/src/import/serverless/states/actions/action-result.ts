import type { Environment } from "../../../flow/flow.ts";
import type { Term } from "../../../term/term.ts";
import { objectIn, textIn } from "../../fields.ts";
import { expressionAt } from "../../place.ts";
import { type Listed, tellUnread } from "../../unread.ts";
import { merged, placeIn } from "../document.ts";
import type { Workflow } from "../workflow.ts";

const FIELDS = ["fromStateData", "useResults", "results", "toStateData"];

/** The document behind an action that gave a result. */
export function behindAction(
  workflow: Workflow,
  { json, at }: Listed,
  { entry, result }: { readonly entry: Environment; readonly result: Term },
): Environment {
  const place = [...at, "actionDataFilter"];
  const filter = objectIn(json, "actionDataFilter");
  tellUnread({ session: workflow.session, at: place }, { json: filter, of: "the filter of an action" }, FIELDS);
  if (filter["useResults"] === false) return entry;
  const selector = textIn(filter, "results");
  const value =
    selector === undefined
      ? result
      : expressionAt(selector, placeIn(workflow, [...place, "results"], { environment: entry, document: result }));

  return merged(workflow, entry, { value, target: textIn(filter, "toStateData"), at: [...place, "toStateData"] });
}
