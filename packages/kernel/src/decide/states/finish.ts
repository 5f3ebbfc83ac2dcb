import { blockOf, type CompiledSaga, laneMove, localName, type Template } from "@skald/dsl";
import type { Json } from "@skald/shared";
import { documentNames, outputOf } from "../../names/names.ts";
import { requireState } from "../../require-state.ts";
import type { Deliberation } from "../deliberation.ts";
import { causeOf } from "../steps/conclude.ts";

/**
 * A branch, or the body of an item, has come to its end: evaluates what it gives. `from` is the state that ended;
 * its output is what the scope gives when the document does not say.
 */
export function finishScope(d: Deliberation, scope: string, from: string | null): void {
  const rendered = outputOfScope(d, scope, from);
  if (scope === "") return finishSaga(d, rendered);
  if (rendered.ok) {
    return d.record("branch.finished", { scope, output: rendered.value, branch: "done", move: laneMove(scope, "finished") });
  }

  const error = causeOf(d, scope, { type: "ExpressionError", category: "consistency", status: null, detail: rendered.detail });
  d.record("branch.failed", { scope, error, branch: "failed", move: laneMove(scope, "failed") });
}

/** Ends a saga well. A member only says that it has completed, and waits for its parent's word (R14). */
export function completeSaga(d: Deliberation, state: string | null, output: Json): void {
  const facts = { ...(state === null ? {} : { state }), output };
  if (d.saga.parent !== null) return d.record("saga.held", { ...facts, move: "saga.held" });

  d.record("saga.completed", { ...facts, move: "saga.completed" });
}

type RenderedOutput = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly detail: string };

function outputOfScope(d: Deliberation, scope: string, from: string | null): RenderedOutput {
  const template = templateOf(d.definition, scope);
  if (template === null) {
    const at = from === null ? null : (d.saga.context.steps[from]?.outputAt ?? null);
    return { ok: true, value: at === null ? null : outputOf(d.scope.entryAt(at)) };
  }

  // The names a state of the scope reads: any local name will do.
  const rendered = d.scope.expressions.renderJson(template, documentNames(d.saga, d.scope, scope === "" ? "" : `${scope}.`));
  return rendered.ok ? rendered : { ok: false, detail: `output: ${rendered.error.message}` };
}

function templateOf(definition: CompiledSaga, scope: string): Template | null {
  if (scope === "") return definition.output;

  return requireState(definition, blockOf(scope), "parallel").branches[localName(scope)]?.output ?? null;
}

function finishSaga(d: Deliberation, rendered: RenderedOutput): void {
  if (rendered.ok) return completeSaga(d, null, rendered.value);

  const cause = causeOf(d, null, { type: "ExpressionError", category: "consistency", status: null, detail: rendered.detail });
  d.record("saga.turning", { cause, undoing: { goal: { kind: "end" }, since: 0, within: [] }, move: laneMove("", "unwind") });
}
