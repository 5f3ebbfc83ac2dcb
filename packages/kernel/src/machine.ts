import type { CompiledSaga } from "@skald/dsl";
import type { Json } from "@skald/shared";
import { type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine, createActor, createMachine } from "xstate";

/** Something a state asks for on entry: `fx.call`, `fx.choose`, … */
export interface Effect {
  readonly type: string;
  readonly state: string;
  /** Kind of the call, for `fx.call`. */
  readonly kind: string;
}

/** The chart after one event. `ignored` when no edge fits. */
export interface Moved {
  readonly value: Json;
  readonly effects: readonly Effect[];
  readonly ignored: boolean;
}

/** A compiled machine and the inert scope it is stepped in. No actor is ever started. */
interface Stepper {
  readonly machine: AnyStateMachine;
  readonly scope: AnyActorScope;
  readonly effects: Effect[];
}

/** More eventless microsteps than any chart needs; the charts have none. */
const ITERATIONS_MAX = 1000;

// Memos, keyed by identity: they save the compile (2 ms) and the restore, and can change no answer.
const steppers = new WeakMap<CompiledSaga, Stepper>();
const snapshots = new WeakMap<object, AnyMachineSnapshot>();

/** The value every chart begins in. */
export const CREATED: Json = "created";

/**
 * Moves the chart of a definition by one event. Pure; throws only for a broken machine.
 * `value` as an earlier call returned it is cheapest, but any equal JSON will do.
 */
export function moveChart(definition: CompiledSaga, value: Json, event: string): Moved {
  const stepper = stepperOf(definition);
  const before = snapshotOf(stepper, value);
  stepper.effects.length = 0;
  const after = stepper.machine.transition(before, { type: event }, stepper.scope) as AnyMachineSnapshot;
  if (after === before) return { value, effects: [], ignored: true };
  if (after.status === "error") throw after.error;

  const next = after.value as Json;
  if (typeof next === "object" && next !== null) snapshots.set(next, after);
  return { value: next, effects: stepper.effects.slice(), ignored: false };
}

function snapshotOf(stepper: Stepper, value: Json): AnyMachineSnapshot {
  const known = typeof value === "object" && value !== null ? snapshots.get(value) : undefined;
  if (known !== undefined && known.machine === stepper.machine) return known;

  return stepper.machine.resolveState({ value: value as never, context: {} }) as AnyMachineSnapshot;
}

function stepperOf(definition: CompiledSaga): Stepper {
  const known = steppers.get(definition);
  if (known !== undefined) return known;

  const machine: AnyStateMachine = createMachine({
    ...(definition.machine as object),
    options: { maxIterations: ITERATIONS_MAX },
  } as never);
  const effects: Effect[] = [];
  const stepper = { machine, effects, scope: inertScope(machine, effects) };
  steppers.set(definition, stepper);
  return stepper;
}

/** The scope `transition` wants. Its executor only writes down what a state asks for. */
function inertScope(machine: AnyStateMachine, effects: Effect[]): AnyActorScope {
  const self = createActor(machine);
  const nothing = (): void => undefined;

  return {
    self,
    id: "",
    sessionId: "",
    logger: nothing,
    defer: nothing,
    emit: nothing,
    stopChild: nothing,
    system: self.system,
    actionExecutor: (action: { readonly type: string; readonly params?: unknown }) => {
      const params = (action.params ?? {}) as { readonly state?: string; readonly kind?: string };
      effects.push({ type: action.type, state: params.state ?? "", kind: params.kind ?? "" });
    },
  } as unknown as AnyActorScope;
}
