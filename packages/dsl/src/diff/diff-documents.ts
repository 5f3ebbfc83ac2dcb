import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { memberOf, objectAt, textAt } from "../model/read-json.ts";
import { type Change, type ChangeKind, type Side, sentenceOf, told } from "./change.ts";
import { diffOperations } from "./diff-operations.ts";
import { differingFields } from "./diff-parts.ts";
import { diffSteps } from "./diff-steps.ts";

/**
 * What differs between two documents of one kind, in sentences and as data; none when both say the same. Documents
 * with mistakes are compared as far as they can be read.
 */
export function diffDocuments(from: Side, to: Side): readonly Change[] {
  const [before, after] = [objectOf(from), objectOf(to)];
  const fields = diffFields(before, after);
  const isService = [before, after].every((each) => textAt(memberOf(each, "document"), "kind") === "service");

  return isService ? [...fields, ...diffOperations(from.document, to.document)] : [...fields, ...diffSteps(from, to)];
}

function objectOf({ document }: Side): JsonObject {
  return isJsonObject(document) ? document : { document };
}

/** Fields whose members are told one by one. */
const OPENED: ReadonlyMap<string, ChangeKind> = new Map([
  ["document", "fieldChanged"],
  ["compensation", "fieldChanged"],
  ["policy", "policyChanged"],
]);
/** Fields told by what stands in them. */
const TOLD_APART: ReadonlySet<string> = new Set(["states", "operations"]);

function diffFields(from: JsonObject, to: JsonObject): readonly Change[] {
  return differingFields(from, to).flatMap((name): readonly Change[] => {
    const [before, after] = [memberOf(from, name), memberOf(to, name)];
    if (TOLD_APART.has(name)) return [];
    if (name === "use") return diffServices(from, to);
    const kind = OPENED.get(name);
    if (kind === undefined || !isJsonObject(before ?? {}) || !isJsonObject(after ?? {})) return [fieldChanged(name, from, to)];

    const [old, young] = [objectAt(from, name) ?? {}, objectAt(to, name) ?? {}];
    const members = differingFields(old, young).map((member) =>
      memberChanged(`${name}.${member}`, kind, { from: memberOf(old, member), to: memberOf(young, member) }),
    );
    return members.length === 0 ? [fieldChanged(name, from, to)] : members;
  });
}

interface Values {
  readonly from: Json | undefined;
  readonly to: Json | undefined;
}

function memberChanged(field: string, kind: ChangeKind, { from, to }: Values): Change {
  const name = field.slice(field.indexOf(".") + 1);
  if (kind === "policyChanged") return told(kind, name, sentenceOf(`The least role for "${name}"`, from, to));

  return told(field === "compensation.retry" ? "retryChanged" : kind, field, sentenceOf(`"${field}"`, from, to));
}

/** Values of a service that are not pinned: running sagas use them as soon as they are stored. */
const LIVE: ReadonlySet<string> = new Set(["baseUrl", "auth", "health", "concurrency", "rateLimit", "circuitBreaker"]);

function fieldChanged(name: string, from: JsonObject, to: JsonObject): Change {
  const isLive = LIVE.has(name) && textAt(memberOf(to, "document"), "kind") === "service";
  const sentence = sentenceOf(`"${name}"`, memberOf(from, name), memberOf(to, name));

  return told(
    name === "timeout" ? "timeoutChanged" : "fieldChanged",
    name,
    isLive ? `${sentence} Running sagas use it at once.` : sentence,
  );
}

function diffServices(from: JsonObject, to: JsonObject): readonly Change[] {
  const [old, young] = [objectAt(from["use"], "services") ?? {}, objectAt(to["use"], "services") ?? {}];
  const services = differingFields(old, young).map((alias) =>
    told("serviceChanged", alias, sentenceOf(`The service "${alias}"`, memberOf(old, alias), memberOf(young, alias))),
  );

  return services.length === 0 ? [fieldChanged("use", from, to)] : services;
}
