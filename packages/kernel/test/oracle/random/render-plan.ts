import type {
  CatchModel,
  ChildState,
  OperationCall,
  ParticipantModel,
  SagaModel,
  ScopeModel,
  StateModel,
  TransactionState,
  UndoByEvent,
} from "@skald/dsl";
import { anUndo, aPivot, aRetry, aSaga, aTask, aVerify } from "../build-saga.ts";
import type { CatchPlan, PivotPlan, SagaPlan, Sequence, StatePlan, TaskPlan } from "./plan.ts";

/** Gives a plan names and gotos. What it reads is in its input, in the shape of `inputOf`. */
export function renderSaga(plan: SagaPlan, name: string): SagaModel {
  const scope = new ScopeDraft({ count: 0, readsOutput: plan.policies.onUnknownOutcome !== "compensate" }, "input.scope");
  const hasFailed = plan.fails && plan.pivot === null && !plan.forward;
  const end: StateModel = hasFailed
    ? { type: "fail", name: scope.name("lost"), error: { type: "Lost", status: null, detail: "" } }
    : { type: "succeed", name: scope.name("done"), output: null };
  const after = plan.forward || plan.pivot !== null ? scope.sequence(plan.after, end.name) : end.name;
  const middle = plan.forward || plan.pivot === null ? after : scope.pivot(plan.pivot, after ?? end.name);
  const start = plan.forward ? middle : scope.sequence(plan.before, middle);
  const states = [...scope.finish(), end];

  return aSaga(
    states,
    { ...plan.policies, retry: aRetry(plan.undoAttempts) },
    { name, start: start ?? end.name, recovery: plan.forward ? "forward" : "backward" },
  );
}

interface GroupDraft extends Pick<TransactionState, "protocol" | "kind"> {
  readonly size: number;
  /** Each participant reads the output of the one before. */
  readonly chained: boolean;
}

interface Numbers {
  count: number;
  readonly readsOutput: boolean;
}

const PHASED = { "2pc": { compensatable: "two", pivot: "twoFinal" }, tcc: { compensatable: "tcc", pivot: "tccFinal" } } as const;
const TAKE_BACK: UndoByEvent = { kind: "call", call: operation("takeBack"), with: {} };

function operation(name: string): OperationCall {
  return { kind: "operation", service: "bank", operation: name };
}

/** The states of one scope, last first: what a state leads to is drawn before it. `root`: where its part of the input is. */
class ScopeDraft {
  private readonly states: StateModel[] = [];
  private readonly numbers: Numbers;
  private readonly root: string;
  private readonly isInner: boolean;
  /** Where `back` leads: a state before all others of its sequence, drawn when somebody wants it. */
  private first: { name: string | null } = { name: null };

  constructor(numbers: Numbers, root: string, isInner = false) {
    this.numbers = numbers;
    this.root = root;
    this.isInner = isInner;
  }

  name(prefix: string): string {
    this.numbers.count += 1;
    return `${prefix}${this.numbers.count}`;
  }

  /** Draws states one after another, the last leading to `next`; gives the name of the first. */
  sequence(plans: Sequence, next: string | null): string | null {
    const outer = this.first;
    const own = { name: null as string | null };
    this.first = own;
    let following = next;
    for (const plan of plans.toReversed()) following = this.state(plan, following);
    this.first = outer;
    if (own.name === null || following === null) return following;

    return this.add({ type: "set", name: own.name, values: {}, next: following });
  }

  /** The states, first things first. */
  finish(): readonly StateModel[] {
    return this.states.toReversed().map((state, index, all) => {
      if (state.type !== "compensate" || state.only === null) return state;
      const task = all.slice(0, index).findLast((one) => one.type === "task");
      return { ...state, only: task === undefined ? null : [task.name] };
    });
  }

  pivot(plan: PivotPlan, next: string): string {
    if (plan.type === "child") return this.add(this.child("final", next));
    if (plan.type !== "task") return this.add(this.group({ protocol: plan.type, size: 2, kind: "pivot", chained: false }, next));
    const more = { retry: aRetry(plan.attempts), verify: plan.verify ? aVerify(true) : null };
    const second = plan.second ? this.add(aPivot(this.name("pivot"), next, more)) : null;
    const caught = second === null ? [] : [{ errors: ["Refused"], when: null, compensate: false, next: second }];
    return this.add(aPivot(this.name("pivot"), next, { ...more, catch: caught }));
  }

  private state(plan: StatePlan, next: string | null): string {
    switch (plan.type) {
      case "task":
        return this.task(plan, next);
      case "quiet":
        return this.quiet(plan.what, next);
      case "switch": {
        const name = this.name("switch");
        const on = this.target(next);
        const cases = plan.arms.map((arm, index) => ({
          when: `\${ ${this.root}.choices.${name} == ${index} }`,
          next: this.sequence(arm, on) ?? on,
        }));
        return this.add({ type: "switch", name, cases, default: on });
      }
      case "parallel": {
        const name = this.name("par");
        const branches = Object.fromEntries(
          plan.branches.map((branch, index) => [`b${index}`, this.inner(branch, `${this.root}.branches.${name}.b${index}`)]),
        );
        const join = plan.join === null ? ({ kind: "all" } as const) : ({ kind: "atLeast", count: plan.join } as const);
        return this.add({ type: "parallel", name, branches, join, catch: this.catches(plan.catch, name, next), next });
      }
      case "forEach":
        return this.forEach(plan, next);
      case "listen": {
        const name = this.name("listen");
        // A signal of its own, so that a driver can tell which of several states it means.
        const cases = Array.from({ length: plan.cases }, (_, index) => ({
          awaits: { kind: "signal", name: `${name}-${index}` } as const,
          next,
        }));
        const timeout = { timeoutMs: plan.timeout === "none" ? null : 60_000, onTimeout: plan.timeout === "on" ? this.target(next) : null };
        const compensate = plan.undo ? TAKE_BACK : null;
        return this.add({ type: "listen", name, cases, ...timeout, compensate, catch: [] });
      }
      case "human": {
        const on = this.target(next);
        const outcomes = { approve: on, reject: this.sequence(plan.arm, on) ?? on };
        const asks = { assign: null, form: null, timeoutMs: 60_000, onTimeout: on, fourEyes: false, catch: [] };
        return this.add({ type: "human", name: this.name("human"), outcomes, ...asks });
      }
      case "group": {
        const group = this.group({ ...plan, kind: "compensatable" }, next);
        const compensate = plan.groupUndo ? { call: operation("takeBack"), with: {} } : null;
        return this.add({ ...group, compensate, catch: this.catches(plan.catch, group.name, next) });
      }
      case "child": {
        const child = this.child(plan.child === 0 ? "first" : "second", next);
        return this.add({ ...child, catch: this.catches(plan.catch, child.name, next) });
      }
      case "compensate": {
        // What is before it is drawn later: an empty list is filled in at the end.
        return this.add({ type: "compensate", name: this.name("back"), only: plan.only ? [] : null, next });
      }
    }
  }

  private task(plan: TaskPlan, next: string | null): string {
    const name = this.name("task");
    const verify = plan.verify === "none" ? null : aVerify(plan.verify === "conclusive");
    const readsOutput = plan.readsOutput && verify !== null && this.numbers.readsOutput;
    return this.add(
      aTask(name, next, {
        kind: plan.kind,
        retry: aRetry(plan.attempts),
        compensate: plan.kind === "compensatable" ? anUndo(readsOutput) : null,
        verify: plan.kind === "compensatable" ? verify : null,
        optional: plan.optional,
        catch: this.catches(plan.catch, name, next),
      }),
    );
  }

  private quiet(what: "wait" | "set" | "emit" | "undoableEmit", next: string | null): string {
    const name = this.name(what);
    if (what === "wait") return this.add({ type: "wait", name, forMs: 1000, until: null, next });
    if (what === "set") return this.add({ type: "set", name, values: {}, next });
    const event = { type: "random.happened", source: null, subject: null, data: {} };
    return this.add({ type: "emit", name, event, compensate: what === "emit" ? null : TAKE_BACK, next });
  }

  private forEach(plan: Extract<StatePlan, { readonly type: "forEach" }>, next: string | null): string {
    const name = this.name("each");
    return this.add({
      type: "forEach",
      name,
      in: `\${ ${this.root}.items.${name} }`,
      each: "item",
      at: "index",
      concurrency: plan.concurrency,
      tolerate: { kind: "count", count: plan.tolerate },
      body: this.inner(plan.body, "item"),
      compensation: { order: plan.order, concurrency: 1, batch: null },
      catch: this.catches(plan.catch, name, next),
      next,
    });
  }

  private child(saga: string, next: string | null): ChildState {
    const name = this.name("child");
    const input = { scope: `\${ ${this.root}.children.${name} }` };
    return { type: "saga", name, saga: { namespace: "default", name: saga, range: null }, input, catch: [], next };
  }

  private group({ protocol, kind, size, chained }: GroupDraft, next: string | null): TransactionState {
    const participants = Array.from({ length: size }, (_, index): ParticipantModel => {
      const reads = chained && index > 0 ? { from: `\${ participants.p${index - 1}.output }` } : {};
      return { name: `p${index}`, call: operation(PHASED[protocol][kind]), with: reads };
    });
    const times = { prepareTimeoutMs: null, commitTimeoutMs: null, abortTimeoutMs: null };
    const name = this.name("group");
    return {
      type: "transaction",
      name,
      protocol,
      participants,
      kind,
      compensate: null,
      locks: [],
      ...times,
      catch: [],
      next,
    };
  }

  private catches(plan: CatchPlan | null, own: string, next: string | null): readonly CatchModel[] {
    if (plan === null) return [];
    const { errors, compensate, to } = plan;
    return [{ errors, when: null, compensate, next: this.caught(to, own, next) }];
  }

  private caught(to: CatchPlan["to"], own: string, next: string | null): string {
    switch (to) {
      case "on":
        return this.target(next);
      case "fail":
        return this.add({ type: "fail", name: this.name("gaveUp"), error: { type: "GaveUp", status: null, detail: "" } });
      case "again":
        return own;
      case "back":
        this.first.name ??= this.name("first");
        return this.first.name;
    }
  }

  private inner(plans: Sequence, root: string): ScopeModel {
    const scope = new ScopeDraft(this.numbers, root, true);
    const start = scope.sequence(plans, null);
    return { start: start ?? "", states: scope.finish(), output: null };
  }

  // Where something must be named that leads out of a branch or body, a state without effect stands for its end.
  private target(next: string | null): string {
    if (next !== null || !this.isInner) return next ?? "";
    return this.add({ type: "set", name: this.name("end"), values: {}, next: null });
  }

  private add(state: StateModel): string {
    this.states.push(state);
    return state.name;
  }
}
