import { isJsonObject, type JsonObject } from "@skald/shared";
import { writtenAt } from "../model/read-json.ts";
import { type Change, type Side, told, warned } from "./change.ts";
import { diffEdges, withoutEdges, withoutStates } from "./diff-edges.ts";
import { differingFields, diffParts, fieldsChanged } from "./diff-parts.ts";
import { afterPivot, pivotsOf, type Step, stepsOf } from "./steps-of.ts";
import { undoOfStep } from "./undo-of.ts";

/** What differs between the charts of two sagas: the pivot first, then states in document order, then edges. */
export function diffSteps(from: Side, to: Side): readonly Change[] {
  const [before, after] = [stepsOf(from.document), stepsOf(to.document)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const edges = diffEdges(before, after);
  const led = new Set(edges.map(({ subject }) => subject));
  const states = names.flatMap((name) => {
    const [old, young] = [before.get(name), after.get(name)];
    if (old === undefined) return [told("stateAdded", name, `State "${name}" (${typeOf(young)}) is new.`)];
    if (young === undefined) return [told("stateRemoved", name, `State "${name}" (${typeOf(old)}) is gone.`)];

    return diffStep({ side: from, step: old }, { side: to, step: young }, led.has(name));
  });

  return [...diffPivots({ side: from, steps: before }, { side: to, steps: after }), ...states, ...edges];
}

function typeOf(step: Step | undefined): string {
  return writtenAt(step?.json, "type", "of no type");
}

interface Placed {
  readonly side: Side;
  readonly step: Step;
}

function diffStep(from: Placed, to: Placed, isLedElsewhere: boolean): readonly Change[] {
  const { name } = to.step;
  const [old, young] = [objectOf(from.step), objectOf(to.step)];
  const changes = diffParts({
    kind: "state",
    name,
    from: withoutEdges(old),
    to: withoutEdges(young),
    undo: { from: undoOfStep(old, from.side), to: undoOfStep(young, to.side) },
  });
  if (changes.length > 0 || isLedElsewhere) return changes;

  // Two cases with one condition that changed places: no edge is new, and yet it is not the same.
  const fields = differingFields(withoutStates(old), withoutStates(young));
  return fields.length === 0 ? [] : [fieldsChanged("state", name, fields)];
}

function objectOf({ json }: Step): JsonObject {
  return isJsonObject(json) ? json : { type: json };
}

interface Charted {
  readonly side: Side;
  readonly steps: ReadonlyMap<string, Step>;
}

function diffPivots(from: Charted, to: Charted): readonly Change[] {
  const [before, after] = [pivotsOf(from.steps, from.side), pivotsOf(to.steps, to.side)];
  const moved = pivotMoved(
    before.filter((name) => !after.includes(name)),
    after.filter((name) => !before.includes(name)),
  );
  const wasAfter = afterPivot(from.side.document, before);
  const isAfter = [...afterPivot(to.side.document, after)];
  // A step that was undone while there was a way back, and now stands where there is none.
  const stranded = isAfter.filter((name) => !wasAfter.has(name) && isUndone(name, from) && isUndone(name, to));

  return [
    ...moved,
    ...stranded.map((name) => warned("undoLost", name, `State "${name}" stands behind the pivot now: its undo never runs.`)),
  ];
}

function isUndone(name: string, { side, steps }: Charted): boolean {
  const step = steps.get(name);

  return step !== undefined && undoOfStep(step.json, side).kind === "given";
}

function pivotMoved(gone: readonly string[], come: readonly string[]): readonly Change[] {
  const [[old], [young]] = [gone, come];
  if (young === undefined) return old === undefined ? [] : [warned("pivotMoved", old, `${quotedList(gone)} is no pivot any more.`)];

  const message =
    old === undefined ? `${quotedList(come)} is a pivot now` : `The pivot moved from ${quotedList(gone)} to ${quotedList(come)}`;
  return [warned("pivotMoved", young, `${message}: after it there is no way back.`)];
}

function quotedList(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
