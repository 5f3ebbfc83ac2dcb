import type { Json } from "@skald/shared";
import { buildReference } from "../model/builders/build-reference.ts";
import { listAt, memberOf, textAt, writtenAt } from "../model/read-json.ts";
import { highestFitting } from "../model/version-range.ts";
import type { Side } from "./change.ts";

/** What undoes a step. Unknown: the catalogue decides, and it is not given. */
export type Undo = { readonly kind: "none" | "unknown" } | { readonly kind: "given"; readonly undo: Json };

/** The kind of a step, its own or that of its operation; null if only a catalogue that is not given knows it. */
export function kindOfStep(state: Json, side: Side): string | null {
  const own = textAt(state, "kind");
  if (own !== null || textAt(state, "type") !== "task") return own;
  const call = textAt(state, "call");

  return call === null ? "compensatable" : textAt(operationAt(call, side), "kind");
}

/** The undo of a step of any type, its own or that of its operation. */
export function undoOfStep(state: Json, side: Side): Undo {
  const kind = kindOfStep(state, side);
  if (kind !== null && kind !== "compensatable") return { kind: "none" };
  const own = memberOf(state, "compensate");
  if (own !== undefined) return { kind: "given", undo: own };

  switch (textAt(state, "type")) {
    case "task":
      return undoOfCalls([textAt(state, "call")], side);
    case "transaction":
      return undoOfCalls(
        listAt(state, "participants").map((each) => textAt(each, "call")),
        side,
      );
    default:
      return { kind: "none" };
  }
}

/** The undo an operation of a catalogue declares. */
export function undoOfOperation(operation: Json): Undo {
  const undo = memberOf(operation, "compensate");
  const isUndone = textAt(operation, "kind") === "compensatable" && undo !== undefined;

  return isUndone ? { kind: "given", undo } : { kind: "none" };
}

// A group is undone only if each of its participants is.
function undoOfCalls(calls: readonly (string | null)[], side: Side): Undo {
  const undos: Json[] = [];
  for (const call of calls) {
    const operation = call === null ? null : operationAt(call, side);
    if (operation === undefined) return { kind: "unknown" };
    const undo = memberOf(operation ?? undefined, "compensate");
    if (undo === undefined) return { kind: "none" };
    undos.push(undo);
  }
  return { kind: "given", undo: undos };
}

/** The operation behind `service.operation`; undefined if no catalogue given has it. */
function operationAt(call: string, { document, catalogues }: Side): Json | undefined {
  const dot = call.indexOf(".");
  const alias = call.slice(0, dot);
  const declared = textAt(memberOf(memberOf(document, "use"), "services"), alias);
  const { namespace, name, range } = buildReference(declared ?? alias, namespaceOf(document));
  const fitting = catalogues.filter((each) => namespaceOf(each) === namespace && textAt(memberOf(each, "document"), "name") === name);
  const versions = fitting.map((each) => writtenAt(memberOf(each, "document"), "version"));
  const chosen = fitting[versions.indexOf(highestFitting(versions, range) ?? "")];

  return memberOf(memberOf(chosen, "operations"), call.slice(dot + 1));
}

function namespaceOf(document: Json): string {
  return writtenAt(memberOf(document, "document"), "namespace", "default");
}
