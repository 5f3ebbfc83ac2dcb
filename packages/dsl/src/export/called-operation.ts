import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { memberOf, objectAt, textAt, writtenAt } from "../model/read-json.ts";

/** What a saga is exported with: the service documents its calls go to, as far as they are known. */
export interface ExportScope {
  readonly services: readonly Json[];
}

/** An operation of a catalogue, with the address of its service. */
export interface CalledOperation {
  readonly operation: JsonObject;
  readonly service: JsonObject;
}

/** The operation behind `alias.operation`; null for calls in place and for what is not known. */
export function calledOperation(saga: Json, call: Json | undefined, { services }: ExportScope): CalledOperation | null {
  if (typeof call !== "string") return null;
  const [alias = "", name = ""] = call.split(".");
  const declared = textAt(memberOf(memberOf(saga, "use"), "services"), alias);
  const [reference = alias] = (declared ?? alias).split("@");
  const ownNamespace = writtenAt(memberOf(saga, "document"), "namespace", "default");
  const [serviceName = "", namespace = ownNamespace] = reference.split("/").reverse();

  const service = services.find((each) => {
    const head = memberOf(each, "document");
    return textAt(head, "name") === serviceName && writtenAt(head, "namespace", "default") === namespace;
  });
  const operation = objectAt(objectAt(service, "operations") ?? {}, name);
  return operation === null || !isJsonObject(service) ? null : { operation, service };
}

/** How a state behaves when the saga turns back; a call without a word of its own is compensatable. */
export function kindOfState(saga: Json, state: Json, scope: ExportScope): string {
  const operation = calledOperation(saga, memberOf(state, "call"), scope)?.operation;

  return textAt(state, "kind") ?? writtenAt(operation, "kind", "compensatable");
}

/** The undo of a state, its own or its operation's, where its kind lets it run. */
export function undoOfState(saga: Json, state: Json, scope: ExportScope): JsonObject | null {
  const kind = kindOfState(saga, state, scope);
  if (textAt(state, "type") === "task" && (kind === "pivot" || kind === "readOnly")) return null;
  const operation = calledOperation(saga, memberOf(state, "call"), scope)?.operation;

  return objectAt(state, "compensate") ?? objectAt(operation, "compensate");
}
