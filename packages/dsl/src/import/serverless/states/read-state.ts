import type { JsonObject } from "@skald/shared";
import type { Path } from "../../../diagnostics/places.ts";
import type { Environment } from "../../flow/flow.ts";
import { type Catcher, passingNode } from "../../flow/nodes.ts";
import { durationAt } from "../durations.ts";
import { fieldAt } from "../fields.ts";
import type { Scoped, Target } from "./workflow.ts";

/** A state of the source that is being read. Its first node has its name. */
export interface ReadState {
  readonly scoped: Scoped;
  readonly json: JsonObject;
  readonly at: Path;
  readonly name: string;
  /** The node behind its work: filters its output and goes on. */
  readonly to: Target;
  readonly catchers: readonly Catcher[];
}

/** What is known stays as it is. */
export function unchanged(environment: Environment): Environment {
  return environment;
}

/** Makes sure that a state is entered by its own name, whatever its work begins with. */
export function leadFrom({ scoped, at, name }: ReadState, to: Target): void {
  if (!scoped.nodes.has(name)) scoped.nodes.set(name, passingNode({ id: name, at, to, behind: unchanged }));
}

type Limit = "actionExecTimeout" | "eventTimeout";

const WHAT: Readonly<Record<Limit, string>> = {
  actionExecTimeout: "The time-out of the actions",
  eventTimeout: "The time-out of the events",
};

/** How long an action or an event of a state may take: what the state says, or the workflow. */
export function timeoutOf({ scoped: { workflow }, json, at, name }: ReadState, limit: Limit): string | undefined {
  const own = fieldAt(json, "timeouts", limit) ?? fieldAt(json, limit);
  const [place, given] = own === undefined ? [[], fieldAt(workflow.json, "timeouts", limit)] : [at, own];

  return durationAt({ session: workflow.session, at: [...place, "timeouts", limit] }, given, `${WHAT[limit]} of "${name}"`);
}
