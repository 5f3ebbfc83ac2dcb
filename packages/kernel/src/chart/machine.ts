import type { CompiledSaga } from "@skald/dsl";
import type { Json } from "@skald/shared";
import { type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine, createActor, createMachine } from "xstate";
import type { Saga } from "../types/saga.ts";

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
  /** Moves of the chart that were made before. A chart has no context, so a move depends on its value and event alone. */
  readonly moves: WeakMap<object, Map<string, Moved>>;
  /** One object for each value of the chart, by its JSON text. */
  readonly values: Map<string, object>;
}

/** More eventless microsteps than any chart needs; the charts have none. */
const ITERATIONS_MAX = 1000;

// A memo keyed by identity: it saves the compile (2 ms) and can change no answer.
const steppers = new WeakMap<CompiledSaga, Stepper>();

/** The value every chart begins in. */
export const CREATED: Json = "created";

/**
 * Moves the chart of a definition by one event. Pure; throws only for a broken machine.
 * `value` as an earlier call returned it is cheapest, but any equal JSON will do.
 */
export function moveChart(definition: CompiledSaga, value: Json, event: string): Moved {
  const stepper = stepperOf(definition);
  const place = placeIn(stepper, value);
  const known = stepper.moves.get(place);
  const moved = known?.get(event) ?? computeMove(stepper, value, event);
  if (known === undefined) stepper.moves.set(place, new Map([[event, moved]]));
  else known.set(event, moved);

  return moved;
}

/** As `moveChart`. @throws Error when no edge of the chart fits. */
export function requireMove(definition: CompiledSaga, { id, value }: Pick<Saga, "id" | "value">, event: string): Moved {
  const moved = moveChart(definition, value, event);
  if (moved.ignored) throw new Error(`Saga "${id}" at ${JSON.stringify(value)} has no move "${event}".`);

  return moved;
}

function computeMove(stepper: Stepper, value: Json, event: string): Moved {
  const before = stepper.machine.resolveState({ value: value as never, context: {} }) as AnyMachineSnapshot;
  // A move that comes back to where it began gives the same snapshot too: only the edges tell.
  if (stepper.machine.getTransitionData(before, { type: event }).length === 0) return { value, effects: [], ignored: true };

  stepper.effects.length = 0;
  const after = stepper.machine.transition(before, { type: event }, stepper.scope) as AnyMachineSnapshot;

  const next = after.value as Json;
  const shared = typeof next === "object" ? (placeIn(stepper, next) as Json) : next;
  return { value: shared, effects: stepper.effects.slice(), ignored: false };
}

// Branches multiply: a chart with many of them has more values than are worth remembering.
const PLACES_MAX = 20_000;

/** The one object that stands for a value: the value itself where it is that object, else the first equal one. */
function placeIn(stepper: Stepper, value: Json): object {
  if (typeof value === "object" && value !== null && stepper.moves.has(value)) return value;

  const text = JSON.stringify(value);
  const known = stepper.values.get(text);
  if (known !== undefined) return known;
  const place = typeof value === "object" && value !== null ? value : { value };
  if (stepper.values.size >= PLACES_MAX) stepper.values.clear();
  stepper.values.set(text, place);
  return place;
}

function stepperOf(definition: CompiledSaga): Stepper {
  const known = steppers.get(definition);
  if (known !== undefined) return known;

  const machine: AnyStateMachine = createMachine({
    ...(definition.machine as object),
    options: { maxIterations: ITERATIONS_MAX },
  } as never);
  const effects: Effect[] = [];
  const stepper: Stepper = { machine, effects, scope: inertScope(machine, effects), moves: new WeakMap(), values: new Map() };
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
    actionExecutor: ({ type, params }: { readonly type: string; readonly params: { readonly state: string; readonly kind?: string } }) => {
      effects.push({ type, state: params.state, kind: params.kind ?? "" });
    },
  } as unknown as AnyActorScope;
}
