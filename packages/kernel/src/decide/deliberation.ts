import { type CompiledSaga, type CompiledState, expressions, valueProblems } from "@skald/dsl";
import type { CallKind } from "@skald/shared";
import { type Effect, requireMove } from "../chart/machine.ts";
import { openCalls, settle } from "../evolve/evolve.ts";
import { requireKnown } from "../require-known.ts";
import { requireTask } from "../require-state.ts";
import type { OpenedCall } from "../types/call.ts";
import type { DecidingScope, ExpressionPort, Scope } from "../types/decision.ts";
import type { Entry, EntryData, EntryType } from "../types/entry.ts";
import type { Saga } from "../types/saga.ts";
import { type RenderedCall, renderAction, renderUndo, renderVerify } from "./calls/render-call.ts";
import { undoCallOf } from "./undo/undo-call.ts";
import { nextUndoOf } from "./undo/undo-order.ts";

/**
 * What a recorded entry asks to be decided next. `from` is the state whose entry moved the chart;
 * `rest` asks whether a block has come to rest.
 */
export type FollowUp =
  | { readonly kind: "rest"; readonly state: string }
  | { readonly kind: "effect"; readonly effect: Effect; readonly from: string | null }
  | { readonly kind: "unrendered"; readonly effect: Effect; readonly failure: Extract<RenderedCall, { ok: false }> };

const REAL: ExpressionPort = { ...expressions, valueProblems };

/**
 * One decision in the making: the saga as it would be, and the entries that lead there.
 * It lives for one call of `decide` and is never shared.
 */
export class Deliberation {
  saga: Saga;
  readonly entries: Entry[] = [];
  readonly followUps: FollowUp[] = [];
  readonly scope: DecidingScope;

  constructor(saga: Saga, scope: Scope) {
    this.saga = saga;
    this.scope = {
      ...scope,
      expressions: scope.expressions ?? REAL,
      random: () => scope.random(),
      entryAt: (seq) => this.entries[seq - this.#firstSeq] ?? scope.entryAt(seq),
    };
    this.#firstSeq = saga.seq + 1;
    this.at = scope.nowMs > Date.parse(saga.at) ? new Date(scope.nowMs).toISOString() : saga.at;
  }

  /** The instant of every entry recorded here: the clock's, but never before the last entry. */
  readonly at: string;
  readonly #firstSeq: number;

  get definition(): CompiledSaga {
    return this.scope.definition;
  }

  /**
   * Records one entry: moves the chart, changes the context, renders the calls that open (R3),
   * and keeps what has to be decided next.
   *
   * @throws Error when the chart has no such move here: a defect of the kernel.
   */
  record(type: EntryType, data: EntryData): void {
    const moved = data.move === undefined ? undefined : requireMove(this.definition, this.saga, data.move);

    const effects = data.callId !== undefined && type.endsWith(".retried") ? withoutCalls(moved?.effects ?? []) : (moved?.effects ?? []);
    // The visit of a state with locks began when it asked for them.
    const entered = type === "lock.granted" ? [] : enteredBy(effects, this.definition, this.saga);
    const bare: Entry = { seq: this.saga.seq + 1, at: this.at, type, data: entered.length === 0 ? data : { ...data, entered } };
    const settled: Saga = {
      ...this.saga,
      seq: bare.seq,
      at: bare.at,
      value: moved?.value ?? this.saga.value,
      context: settle(this.saga.context, bare),
    };
    this.entries.push(bare);
    const entry = this.#withCalls(bare, settled, effects);
    this.entries[this.entries.length - 1] = entry;
    this.saga = { ...settled, context: openCalls(settled.context, entry) };
    for (const effect of effects)
      if (effect.type !== "fx.call" && effect.type !== "fx.enter")
        this.followUps.push({ kind: "effect", effect, from: data.state ?? null });
  }

  /** Renders every call the entered states ask for: one, or the first of each branch. */
  #withCalls(bare: Entry, saga: Saga, effects: readonly Effect[]): Entry {
    const opened: OpenedCall[] = [];
    const unrendered: { state: string; visit: number; kind: CallKind }[] = [];
    for (const effect of effects) {
      if (effect.type !== "fx.call") continue;
      const visit = bare.type === "lock.granted" ? latestVisit(saga, effect.state) : visitOf(saga, effect);
      const rendered = this.#render(saga, effect, visit);
      if (rendered.ok) {
        opened.push(rendered.call);
        continue;
      }
      this.followUps.push({ kind: "unrendered", effect, failure: rendered });
      unrendered.push({ state: effect.state, visit, kind: effect.kind as CallKind });
    }
    if (opened.length === 0 && unrendered.length === 0) return bare;

    return {
      ...bare,
      data: { ...bare.data, ...(opened.length === 0 ? {} : { opened }), ...(unrendered.length === 0 ? {} : { unrendered }) },
    };
  }

  #render(saga: Saga, effect: Effect, visit: number): RenderedCall {
    if (effect.kind === "verify") return renderVerify(saga, requireTask(this.definition, effect.state), this.scope);
    if (effect.kind === "action") return renderAction(saga, requireTask(this.definition, effect.state), visit, this.scope);

    const undo = saga.context.undo.findLast((one) => one.state === effect.state && one.visit === visit);
    const by = requireKnown(undoCallOf(this.definition, effect.state), "call of the undo");
    return renderUndo(saga, by, requireKnown(undo, "undo"), this.scope);
  }
}

function withoutCalls(effects: readonly Effect[]): readonly Effect[] {
  return effects.filter((effect) => effect.type !== "fx.call");
}

// States that begin a visit by being entered, and not by a call of their own.
const ENTERED: ReadonlySet<string> = new Set([
  "fx.enter",
  "fx.each",
  "fx.child",
  "fx.prepare",
  "fx.listen",
  "fx.ask",
  "fx.emit",
  "fx.lock",
]);

function enteredBy(effects: readonly Effect[], definition: CompiledSaga, saga: Saga): NonNullable<EntryData["entered"]> {
  return effects
    .filter((effect) => ENTERED.has(effect.type))
    .map(({ state }) => {
      const visit = latestVisit(saga, state) + 1;
      return { state, visit, ...branchesOf(definition.states[state]) };
    });
}

function branchesOf(state: CompiledState | undefined): { readonly branches?: readonly string[] } {
  return state?.type === "parallel" ? { branches: Object.keys(state.branches) } : {};
}

/** An action begins a new visit; an undo belongs to the visit on top of the stack, a verify to the latest. */
function visitOf(saga: Saga, effect: Effect): number {
  const latest = latestVisit(saga, effect.state);
  if (effect.kind === "action") return latest + 1;
  if (effect.kind === "verify") return latest;

  return requireKnown(nextUndoOf(saga.context, effect.state), "undo").visit;
}

function latestVisit(saga: Saga, state: string): number {
  return saga.context.visits[state] ?? 0;
}
