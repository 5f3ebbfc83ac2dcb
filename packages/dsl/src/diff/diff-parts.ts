import type { JsonObject } from "@skald/shared";
import { memberOf } from "../model/read-json.ts";
import { type Change, type ChangeKind, isSame, sentenceOf, told, warned } from "./change.ts";
import type { Undo } from "./undo-of.ts";

/** A state or an operation on both sides. */
export interface Parts {
  readonly kind: "state" | "operation";
  readonly name: string;
  readonly from: JsonObject;
  readonly to: JsonObject;
  readonly undo: { readonly from: Undo; readonly to: Undo };
}

/** What differs in a state or an operation: what has a sentence of its own, then the other fields together. */
export function diffParts(parts: Parts): readonly Change[] {
  const { kind, name, from, to } = parts;
  const label = `${kind} "${name}"`;
  const fields = differingFields(from, to);
  const undo = diffUndo(parts, label);
  const own = OWN_SENTENCES.filter(({ field }) => fields.includes(field)).map(({ field, change, what }) =>
    told(change, name, sentenceOf(`The ${what} of ${label}`, memberOf(from, field), memberOf(to, field))),
  );
  const others = fields.filter(
    (field) => !OWN_SENTENCES.some((each) => each.field === field) && !(field === "compensate" && undo.length > 0),
  );

  return [...undo, ...own, ...(others.length === 0 ? [] : [fieldsChanged(kind, name, others)])];
}

const OWN_SENTENCES: readonly { readonly field: string; readonly change: ChangeKind; readonly what: string }[] = [
  { field: "kind", change: "kindChanged", what: "kind" },
  { field: "timeout", change: "timeoutChanged", what: "time-out" },
  { field: "retry", change: "retryChanged", what: "retry" },
];

/** The fields of a state or an operation that differ, in one sentence. */
export function fieldsChanged(kind: Parts["kind"], name: string, fields: readonly string[]): Change {
  const message = `${kind === "state" ? "State" : "Operation"} "${name}" changed: ${fields.join(", ")}.`;

  return { ...told(`${kind}Changed`, name, message), fields };
}

/** The names of the members that are not the same on both sides. */
export function differingFields(from: JsonObject, to: JsonObject): readonly string[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];

  return names.filter((name) => !isSame(memberOf(from, name), memberOf(to, name)));
}

function diffUndo({ name, undo: { from, to } }: Parts, label: string): readonly Change[] {
  if (from.kind === "given" && to.kind === "none") return [warned("undoLost", name, `Nothing undoes ${label} any more.`)];
  if (from.kind === "none" && to.kind === "given") return [told("undoAdded", name, `Something undoes ${label} now.`)];

  const isChanged = from.kind === "given" && to.kind === "given" && !isSame(from.undo, to.undo);
  return isChanged ? [told("undoChanged", name, `The undo of ${label} changed.`)] : [];
}
