import type { Json } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import { listAt, memberOf } from "../../model/read-json.ts";
import { type ExpressionSite, type SiteScope, siteOf, templateSites } from "./site.ts";
import { withEvent } from "./start-names.ts";

/** The expressions of what a `listen` waits for: its cases, or the one that is written flat. */
export function awaitedSites(json: Json, path: Path, scope: SiteScope): readonly ExpressionSite[] {
  const cases = listAt(json, "cases").flatMap((one, index) =>
    awaitedEventSites(memberOf(one, "event"), [...path, "cases", index, "event"], scope),
  );

  return [...cases, ...awaitedEventSites(memberOf(json, "event"), [...path, "event"], scope)];
}

function awaitedEventSites(event: Json | undefined, path: Path, scope: SiteScope): readonly ExpressionSite[] {
  return [
    ...siteOf(memberOf(event, "key"), [...path, "key"], { scope: { ...scope, names: withEvent() }, form: "whole", open: true }),
    ...siteOf(memberOf(event, "match"), [...path, "match"], { scope, form: "whole", open: true }),
    ...siteOf(memberOf(event, "where"), [...path, "where"], {
      scope: { ...scope, names: withEvent(scope.names) },
      form: "whole",
      wants: "bool",
    }),
  ];
}

/** The expressions of an event that is sent. */
export function sentEventSites(event: Json | undefined, path: Path, scope: SiteScope): readonly ExpressionSite[] {
  return ["source", "subject", "data"].flatMap((field) => templateSites(memberOf(event, field), [...path, field], scope));
}

/** The expressions of an undo by a call or by an event. */
export function eventUndoSites(json: Json, path: Path, scope: SiteScope): readonly ExpressionSite[] {
  const undo = memberOf(json, "compensate");

  return [
    ...templateSites(memberOf(undo, "with"), [...path, "compensate", "with"], scope),
    ...sentEventSites(memberOf(undo, "emit"), [...path, "compensate", "emit"], scope),
  ];
}
