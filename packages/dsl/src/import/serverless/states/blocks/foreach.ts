import type { JsonObject } from "@skald/shared";
import { documentOf, type Environment, withDocument, withValues } from "../../../flow/flow.ts";
import { straightNode } from "../../../flow/nodes.ts";
import { itemNameFor } from "../../../session.ts";
import { writeMember } from "../../../term/read-term.ts";
import { layOver, objectOf, tight } from "../../../term/term.ts";
import { textIn } from "../../fields.ts";
import { listText } from "../../list-text.ts";
import { numberAt } from "../../number-at.ts";
import { expressionAt, plainPath, tellAt } from "../../place.ts";
import { scopeJson } from "../../scope-json.ts";
import { objectsAt } from "../../unread.ts";
import { gathering, placeIn } from "../document.ts";
import type { ReadState } from "../read-state.ts";
import { stateNameOf } from "../workflow.ts";
import { actionScope } from "./action-scope.ts";

/** A foreach state: a `forEach` whose body runs the actions. */
export function addForeach(read: ReadState): void {
  const { scoped, json, at, name, to, catchers } = read;
  const { workflow, scopeId } = scoped;
  const { session } = workflow;
  const actions = objectsAt({ session, at }, json, "actions");
  const body = actionScope(read, { name: `${name} item`, actions }, [...at, "actions"]);
  const parameter = parameterOf(json);
  const each = itemNameFor(session, `item ${scopeId}/${name}`, parameter);
  const index = itemNameFor(session, `index ${scopeId}/${name}`, "index");
  const concurrency = concurrencyOf(read);
  const inside = (environment: Environment): Environment => {
    const item = tight(each);
    const document = layOver(documentOf(environment), objectOf([[parameter, item]]));
    return gathering(withValues(withDocument(environment, document), [[`$${parameter}`, item]]));
  };
  const state = (environment: Environment): JsonObject => ({
    type: "forEach",
    in: listText(expressionAt(textIn(json, "inputCollection") ?? ".", placeIn(workflow, [...at, "inputCollection"], { environment }))),
    each,
    at: index,
    concurrency,
    body: scopeJson(workflow, body, inside(environment)),
  });
  scoped.nodes.set(name, straightNode({ id: name, at, to, catchers, behind: (environment) => collected(read, environment), state }));
}

// Older sources write the parameter as the path it is read by.
function parameterOf(json: JsonObject): string {
  const parameter = textIn(json, "iterationParam") ?? "item";

  return plainPath(parameter)?.at(-1) ?? parameter;
}

const CONCURRENCY_MAX = 1_000;
const CONCURRENCY_UNBOUND = 40;

function concurrencyOf({ scoped, json, at, name }: ReadState): number {
  if (textIn(json, "mode") === "sequential") return 1;
  const field = json["batchSize"] === undefined ? "max" : "batchSize";
  const size = numberAt({ session: scoped.workflow.session, at }, { json, field, of: `"${name}"` }, CONCURRENCY_UNBOUND);

  return Math.min(CONCURRENCY_MAX, Math.max(1, Math.floor(size)));
}

function collected({ scoped, json, at, name }: ReadState, environment: Environment): Environment {
  const { session } = scoped.workflow;
  const target = textIn(json, "outputCollection");
  if (target === undefined) return environment;
  const path = plainPath(target);
  if (path === null || path.length === 0) {
    tellAt({ session, at: [...at, "outputCollection"] }, "dropped", [
      `The outputs cannot be kept at "${target}".`,
      "Read steps.<name>.output.",
    ]);
    return environment;
  }
  const value = tight(`steps.${stateNameOf(scoped, name)}.output.map(each, each.output)`);

  return withDocument(environment, writeMember(documentOf(environment), path, { value, note: session.noteRead }));
}
