import type { CompensationModel } from "@skald/dsl";
import fc from "fast-check";

// What a random saga is made of: a tree without names and gotos, so that shrinking can drop any part of it. What may not
// stand in a place (pivots in branches, ways back behind the pivot) has no word in the tree of that place.

/** Where a catch leads: on, to a `fail` state, to the state again, or back to the start of its scope. */
export interface CatchPlan {
  readonly errors: readonly string[];
  readonly compensate: boolean;
  readonly to: "on" | "fail" | "again" | "back";
}

export interface TaskPlan {
  readonly type: "task";
  readonly kind: "compensatable" | "readOnly" | "retriable";
  readonly attempts: number;
  readonly verify: "none" | "plain" | "conclusive";
  /** Only where a verify gives the output. */
  readonly readsOutput: boolean;
  readonly optional: boolean;
  readonly catch: CatchPlan | null;
}

export type StatePlan =
  | TaskPlan
  | { readonly type: "quiet"; readonly what: "wait" | "set" | "emit" | "undoableEmit" }
  | { readonly type: "switch"; readonly arms: readonly Sequence[] }
  | { readonly type: "parallel"; readonly branches: readonly Sequence[]; readonly join: number | null; readonly catch: CatchPlan | null }
  | {
      readonly type: "forEach";
      readonly body: Sequence;
      readonly concurrency: number;
      readonly tolerate: number;
      readonly order: "reverse" | "parallel";
      readonly catch: CatchPlan | null;
    }
  | { readonly type: "listen"; readonly cases: number; readonly timeout: "none" | "on" | "error"; readonly undo: boolean }
  | { readonly type: "human"; readonly arm: Sequence; readonly timeout: "none" | "on" }
  | {
      readonly type: "group";
      readonly protocol: "2pc" | "tcc";
      readonly size: number;
      readonly chained: boolean;
      readonly groupUndo: boolean;
      readonly catch: CatchPlan | null;
    }
  | { readonly type: "child"; readonly child: number; readonly catch: CatchPlan | null }
  | { readonly type: "compensate"; readonly only: boolean };

export type Sequence = readonly StatePlan[];

/** The pivot: a task that another may follow when it is refused, a group, or a child that passes one. */
export interface PivotPlan {
  readonly type: "task" | "2pc" | "tcc" | "child";
  readonly attempts: number;
  readonly verify: boolean;
  readonly second: boolean;
}

export interface SagaPlan {
  readonly policies: Partial<CompensationModel>;
  readonly undoAttempts: number;
  readonly forward: boolean;
  readonly before: Sequence;
  readonly pivot: PivotPlan | null;
  /** Behind the pivot, or the whole saga with `recovery: forward`. */
  readonly after: Sequence;
  readonly fails: boolean;
}

const DEPTH_MAX = 4;

const catches = (...to: readonly CatchPlan["to"][]): fc.Arbitrary<CatchPlan | null> =>
  fc.option(
    fc.record({
      errors: fc.constantFrom(["*"], ["Refused"], ["NotDone", "Unknown", "JoinFailed"], ["ChildFailed", "Unavailable"]),
      compensate: fc.boolean(),
      to: fc.constantFrom(...to),
    }),
    { freq: 2 },
  );

const attempts = fc.integer({ min: 1, max: 3 });

const task: fc.Arbitrary<TaskPlan> = fc
  .record({
    type: fc.constant("task" as const),
    kind: fc.constantFrom("compensatable" as const, "compensatable" as const, "compensatable" as const, "readOnly" as const),
    attempts,
    verify: fc.constantFrom("none" as const, "plain" as const, "conclusive" as const),
    readsOutput: fc.boolean(),
    optional: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 9),
    catch: catches("on", "fail", "again", "back"),
  })
  .map((plan) => (plan.optional ? { ...plan, catch: null } : plan));

const quiet = (outside: boolean): fc.Arbitrary<StatePlan> =>
  fc.record({
    type: fc.constant("quiet" as const),
    what: fc.constantFrom("wait" as const, "set" as const, ...(outside ? (["emit", "undoableEmit"] as const) : [])),
  });

const listen: fc.Arbitrary<StatePlan> = fc.record({
  type: fc.constant("listen" as const),
  cases: fc.integer({ min: 1, max: 2 }),
  timeout: fc.constantFrom("none" as const, "on" as const, "error" as const),
  undo: fc.boolean(),
});

const group: fc.Arbitrary<StatePlan> = fc.record({
  type: fc.constant("group" as const),
  protocol: fc.constantFrom("2pc" as const, "tcc" as const),
  size: fc.integer({ min: 1, max: 3 }),
  chained: fc.boolean(),
  groupUndo: fc.boolean(),
  catch: catches("on", "fail"),
});

const child: fc.Arbitrary<StatePlan> = fc.record({
  type: fc.constant("child" as const),
  child: fc.integer({ min: 0, max: 1 }),
  catch: catches("on", "fail"),
});

const compensate: fc.Arbitrary<StatePlan> = fc.record({ type: fc.constant("compensate" as const), only: fc.boolean() });

interface Allowed {
  readonly depth: number;
  readonly children: boolean;
  /** States that wait for, or tell, somebody outside: `listen`, `human`, `emit`. */
  readonly outside: boolean;
}

// A branch or body begins with a task: one that ends before the others begin would decide a join on its own.
function inner(allowed: Allowed): fc.Arbitrary<Sequence> {
  return fc.tuple(task, sequence(allowed, 2)).map(([first, rest]) => [first, ...rest]);
}

function blocks(allowed: Allowed): readonly fc.WeightedArbitrary<StatePlan>[] {
  const deeper = { ...allowed, depth: allowed.depth + 1 };
  const body = inner(deeper);
  const parallel = fc.record({
    type: fc.constant("parallel" as const),
    branches: fc.array(body, { minLength: 2, maxLength: 3 }),
    join: fc.option(fc.integer({ min: 1, max: 2 })),
    catch: catches("on", "fail"),
  });
  const forEach = fc.record({
    type: fc.constant("forEach" as const),
    body,
    concurrency: fc.integer({ min: 1, max: 3 }),
    tolerate: fc.integer({ min: 0, max: 2 }),
    order: fc.constantFrom("reverse" as const, "parallel" as const),
    catch: catches("on", "fail"),
  });
  const arms = fc.array(sequence(deeper, 2), { minLength: 1, maxLength: 2 });

  return [
    { arbitrary: parallel, weight: 3 },
    { arbitrary: forEach, weight: 2 },
    { arbitrary: arms.map((one) => ({ type: "switch" as const, arms: one })), weight: 1 },
    ...(allowed.outside ? [{ arbitrary: sequence(deeper, 1).map(askedOf), weight: 1 }] : []),
  ];
}

const askedOf = (arm: Sequence): StatePlan => ({ type: "human", arm, timeout: "on" });

function sequence(allowed: Allowed, maxLength: number): fc.Arbitrary<Sequence> {
  const state = fc.oneof(
    { arbitrary: task, weight: 8 },
    { arbitrary: quiet(allowed.outside), weight: 2 },
    ...(allowed.outside ? [{ arbitrary: listen, weight: 1 }] : []),
    { arbitrary: group, weight: 1 },
    { arbitrary: compensate, weight: 1 },
    ...(allowed.children ? [{ arbitrary: child, weight: 1 }] : []),
    ...(allowed.depth < DEPTH_MAX ? blocks(allowed) : []),
  );
  // The outermost sequence may be long; what is inside stays small, or nothing would be under 40 states.
  return fc.array(state, { maxLength, size: allowed.depth === 1 ? "max" : "small" });
}

const retriable: fc.Arbitrary<TaskPlan> = fc.record({
  type: fc.constant("task" as const),
  kind: fc.constant("retriable" as const),
  attempts,
  verify: fc.constantFrom("none" as const, "none" as const, "plain" as const, "conclusive" as const),
  readsOutput: fc.constant(false),
  optional: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 9),
  catch: fc.option(
    fc.record({
      errors: fc.constantFrom(["*"], ["Refused"], ["NotDone", "Unknown", "Unavailable"]),
      compensate: fc.constant(false),
      to: fc.constant("on" as const),
    }),
    { freq: 1 },
  ),
});

// Only what goes forward: no undo, no way to `fail`.
function onward(depth: number, outside: boolean): fc.Arbitrary<Sequence> {
  const body = fc.tuple(retriable, depth < 2 ? fc.array(retriable, { maxLength: 1 }) : fc.constant([])).map((pair) => pair.flat());
  const parallel = fc.record({
    type: fc.constant("parallel" as const),
    branches: fc.array(body, { minLength: 2, maxLength: 2 }),
    join: fc.constant(null),
    catch: fc.constant(null),
  });
  const forEach = fc.record({
    type: fc.constant("forEach" as const),
    body,
    concurrency: fc.integer({ min: 1, max: 2 }),
    tolerate: fc.constant(0),
    order: fc.constant("reverse" as const),
    catch: fc.constant(null),
  });
  const state = fc.oneof(
    { arbitrary: retriable as fc.Arbitrary<StatePlan>, weight: 6 },
    { arbitrary: quiet(outside), weight: 2 },
    { arbitrary: parallel, weight: 1 },
    { arbitrary: forEach, weight: 1 },
  );
  return fc.array(state, { maxLength: 3 });
}

const pivot: fc.Arbitrary<PivotPlan> = fc.record({
  type: fc.constantFrom("task" as const, "task" as const, "2pc" as const, "tcc" as const, "child" as const),
  attempts,
  verify: fc.boolean(),
  second: fc.boolean(),
});

/** A child with a pivot of its own. */
export function finalPlan(outside: boolean): fc.Arbitrary<SagaPlan> {
  return fc
    .tuple(sagaPlan({ children: false, outside }), pivot)
    .map(([plan, own]) => ({ ...plan, pivot: own.type === "child" ? { ...own, type: "task" as const } : own }));
}

/** A saga; one whose `children` is false starts none and passes no pivot, so that it may be a child itself. */
export function sagaPlan({ children, outside }: Omit<Allowed, "depth">): fc.Arbitrary<SagaPlan> {
  return fc.record({
    policies: fc.record({
      order: fc.constantFrom("reverse" as const, "reverse" as const, "parallel" as const, "dependency" as const),
      onUnknownOutcome: fc.constantFrom("verify" as const, "verify" as const, "compensate" as const, "suspend" as const),
      onFailure: fc.constantFrom("suspend" as const, "suspend" as const, "continue" as const, "retryForever" as const),
    }),
    undoAttempts: fc.integer({ min: 1, max: 3 }),
    forward: children ? fc.integer({ min: 0, max: 11 }).map((dice) => dice === 11) : fc.constant(false),
    before: sequence({ depth: 1, children, outside }, children ? 8 : 3),
    pivot: children ? fc.option(pivot, { freq: 2 }) : fc.constant(null),
    after: onward(1, outside),
    fails: fc.integer({ min: 0, max: 2 }).map((dice) => dice === 2),
  });
}
