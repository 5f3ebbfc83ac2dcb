import type { CompiledSaga, CompiledTask } from "@skald/dsl";
import { openCalls, settle } from "./evolve.ts";
import { type Effect, moveChart } from "./machine.ts";
import { type RenderedCall, renderAction, renderUndo, renderVerify } from "./render-call.ts";
import type { Scope } from "./types/decision.ts";
import type { Entry, EntryData, EntryType } from "./types/entry.ts";
import type { Saga } from "./types/saga.ts";

/** What a recorded entry asks to be decided next. */
export type FollowUp =
  | { readonly kind: "effect"; readonly effect: Effect }
  | { readonly kind: "unrendered"; readonly effect: Effect; readonly failure: Extract<RenderedCall, { ok: false }> };

/**
 * One decision in the making: the saga as it would be, and the entries that lead there.
 * It lives for one call of `decide` and is never shared.
 */
export class Deliberation {
  saga: Saga;
  readonly entries: Entry[] = [];
  readonly followUps: FollowUp[] = [];
  readonly scope: Scope;

  constructor(saga: Saga, scope: Scope) {
    this.saga = saga;
    this.scope = { ...scope, random: () => scope.random(), entryAt: (seq) => this.entries[seq - this.#firstSeq] ?? scope.entryAt(seq) };
    this.#firstSeq = saga.seq + 1;
  }

  readonly #firstSeq: number;

  get definition(): CompiledSaga {
    return this.scope.definition;
  }

  /** The instant of the entry to be recorded: the clock's, but never before the last entry. */
  get at(): string {
    return new Date(Math.max(this.scope.nowMs, Date.parse(this.saga.at))).toISOString();
  }

  /**
   * Records one entry: moves the chart, changes the context, renders the calls that open (R3),
   * and keeps what has to be decided next.
   *
   * @throws Error when the chart has no such move here: a defect of the kernel.
   */
  record(type: EntryType, data: EntryData): void {
    const bare: Entry = { seq: this.saga.seq + 1, at: this.at, type, data };
    const moved = data.move === undefined ? undefined : moveChart(this.definition, this.saga.value, data.move);
    if (moved?.ignored === true) throw new Error(`No move "${data.move}" at ${JSON.stringify(this.saga.value)}.`);

    const settled: Saga = {
      ...this.saga,
      seq: bare.seq,
      at: bare.at,
      value: moved?.value ?? this.saga.value,
      context: settle(this.saga.context, bare),
    };
    this.entries.push(bare);
    const effects = moved?.effects ?? [];
    const calls = type.endsWith(".retried") ? [] : effects.filter((effect) => effect.type === "fx.call");
    const entry = calls.length === 0 ? bare : this.#withCalls(bare, settled, calls);
    this.entries[this.entries.length - 1] = entry;
    this.saga = { ...settled, context: openCalls(settled.context, entry) };
    for (const effect of effects) if (effect.type !== "fx.call") this.followUps.push({ kind: "effect", effect });
  }

  /** The states of a chart that ask for a call ask for exactly one: there is no parallel state yet. */
  #withCalls(bare: Entry, saga: Saga, calls: readonly Effect[]): Entry {
    const [effect] = calls;
    if (effect === undefined) return bare;

    const visit = visitOf(saga, effect);
    const rendered = this.#render(saga, effect, visit);
    if (rendered.ok) return { ...bare, data: { ...bare.data, opened: [rendered.call] } };

    this.followUps.push({ kind: "unrendered", effect, failure: rendered });
    const kind = effect.kind as "action" | "undo" | "verify";
    return { ...bare, data: { ...bare.data, unrendered: { state: effect.state, visit, kind } } };
  }

  #render(saga: Saga, effect: Effect, visit: number): RenderedCall {
    const task = requireTask(this.definition, effect.state);
    if (effect.kind === "verify") return renderVerify(saga, task, this.scope);
    if (effect.kind === "action") return renderAction(saga, task, visit, this.scope);

    const undo = saga.context.undo.findLast((one) => one.state === effect.state && one.visit === visit);
    if (undo === undefined) return { ok: false, type: "ExpressionError", detail: "nothing of this step is left to undo" };
    return renderUndo(saga, task, undo, this.scope);
  }
}

/** The task of a name. @throws Error when the chart names a state the definition does not have. */
export function requireTask(definition: CompiledSaga, name: string): CompiledTask {
  const state = definition.states[name];
  if (state?.type !== "task") throw new Error(`"${name}" is no task of ${definition.namespace}/${definition.name}.`);

  return state;
}

/** An action begins a new visit; an undo belongs to the visit on top of the stack, a verify to the latest. */
function visitOf(saga: Saga, effect: Effect): number {
  const latest = saga.context.visits[effect.state] ?? 0;
  if (effect.kind === "action") return latest + 1;
  if (effect.kind === "verify") return latest;

  return saga.context.undo.findLast((one) => one.state === effect.state && one.setAside !== true)?.visit ?? latest;
}
