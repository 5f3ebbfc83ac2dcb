import { readMember } from "../../term/read-term.ts";
import { memberNames, type Term } from "../../term/term.ts";
import { type AslState, tellOf } from "../machine.ts";

/** The field that holds what a task is given. */
export function givenField(state: AslState): "Arguments" | "Parameters" {
  return state.usesJsonata ? "Arguments" : "Parameters";
}

/** A parameter of an integration. */
export function memberIn(given: Term, name: string): Term | undefined {
  return readMember(given, name, () => undefined);
}

/** Says which parameters of an integration have no counterpart. */
export function tellUnread(state: AslState, given: Term, read: readonly string[]): void {
  for (const name of memberNames(given) ?? [])
    if (!read.includes(name))
      tellOf(state, givenField(state), {
        kind: "dropped",
        what: `"${name}" of "${state.id}" has no counterpart; it is not passed on.`,
        remedy: "Let the service behind the call decide it.",
      });
}
