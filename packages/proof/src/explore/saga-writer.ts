import { type CompiledSaga, scopeOf } from "@skald/dsl";
import type { Backoff, MembersRecord, OpenCall, SagaContext, StepRecord, Undoing, Waiting } from "@skald/kernel";
import { isDecision, type Json } from "@skald/shared";
import type { Relative } from "../world/family.ts";
import { ToldErrors } from "./told-errors.ts";
import { ValueWriter } from "./value-writer.ts";
import { type Ordering, writeStack } from "./write-stack.ts";

/**
 * Writes what of a saga matters for everything that can come: equal texts have equal futures, as far as the ordering
 * tells futures apart. Beside instants, words and the order of records, these are left out: how often something was
 * tried that is tried without end; what happened inside a block or a group that was left, since nothing outside reads it
 * and its undos are on the stack; what only the way forward reads, on the way back; errors nobody tells apart; and all
 * but the end of a saga that has ended.
 */
export class SagaWriter {
  readonly #ordering: Ordering;
  readonly #errors: ToldErrors;
  readonly #values: ValueWriter;

  constructor(definitions: readonly CompiledSaga[], ordering: Ordering) {
    this.#ordering = ordering;
    this.#errors = new ToldErrors(definitions);
    this.#values = new ValueWriter(this.#errors);
  }

  write({ saga, definition, journal }: Relative): string {
    const { context } = saga;
    const { open, backoff, undo, members, waits, ended } = context;
    if (ended !== null) return `${ended.status} ${this.#values.write(ended.output)}`;

    return [
      this.#values.write(saga.value),
      this.#gate(context),
      context.undoing[""]?.goal.kind === "end" ? mostVisits(context) : this.#forward(context),
      writeAll(waits, (wait) => `${this.#value(wait)} ${this.#arrived(wait, journal)}`),
      writeAll(open, (call) => writeCall(call, definition)),
      writeAll(backoff, (call) => writeCall(call, definition)),
      writeAll(members, (record) => this.#members(record)),
      writeStack(undo, this.#ordering),
      this.#waysBack(context),
      saga.parent === null && !this.#errors.areRead ? context.cause !== null : this.#causes(context),
    ].join(";");
  }

  #gate({ incidents, late, phase, pivotPassed, undone, waived, locks, paused, deadline, held }: SagaContext): string {
    const isUndone = undone.length + waived.length > 0;

    return this.#value({ incidents, late, phase, pivotPassed, isUndone, locks, paused, deadline, held });
  }

  /** What is read on the way forward. */
  #forward({ visits, vars, caught, steps, groups, blocks }: SagaContext): string {
    return [
      this.#value({ visits, vars, caught }),
      writeAll({ ...groups, ...blocks }, (record, state) => (isLeft(steps[state]) ? null : this.#value(record))),
      writeAll(steps, (step, state) => (isInsideLeft(state, steps) ? null : this.#step(step, groups[scopeOf(state)] !== undefined))),
    ].join();
  }

  /** The error of a step that goes on may become the one it fails with; that of one that was left may be read. */
  #step(step: StepRecord, isParticipant: boolean): string {
    const error = this.#errors.areRead || !isLeft(step) ? this.#errors.nameOf(step.error?.type) : "";

    return `${step.status} ${isInDoubt(step, isParticipant)} ${step.outputAt !== null} ${step.queue !== undefined} ${error}`;
  }

  /** What came while it could not be acted on. */
  #arrived({ arrivedAt }: Waiting, journal: Relative["journal"]): string {
    if (arrivedAt === null) return "";
    const { error, case: index, output = null } = journal.entryAt(arrivedAt).data;

    return `${index} ${error === undefined ? this.#values.write(output) : `refused ${this.#errors.nameOf(error.type)}`}`;
  }

  #members({ completed, ...record }: MembersRecord): string {
    const inOrder = this.#ordering === "exact" ? completed : completed.toSorted((left, right) => left - right);

    return `${this.#value(record)} ${inOrder.join()}`;
  }

  /** Where undoing ends is an entry of the journal; only which part of the stack lies below it matters. */
  #waysBack({ turning, undoing, undo }: SagaContext): string {
    const write = ({ goal, within, since, doubts }: Undoing): string => {
      const below = undo.filter(({ pushedAt }) => pushedAt < since);
      return `${this.#value(goal)} ${within.join()} ${doubts} [${writeStack(below, this.#ordering)}]`;
    };

    return `${writeAll(turning, ({ undoing: then }) => (then === null ? "" : write(then)))} ${writeAll(undoing, write)}`;
  }

  /** What a member fails with its parent may catch. */
  #causes({ cause, turning }: SagaContext): string {
    return `${cause !== null} ${this.#errors.nameOf(cause?.type)} ${writeAll(turning, (one) => this.#errors.nameOf(one.cause?.type))}`;
  }

  #value(value: object): string {
    return this.#values.write(value as Json);
  }
}

/** A saga that goes back to its beginning enters no state any more, and undos read no other steps. That it went round too often stays. */
function mostVisits({ visits }: SagaContext): number {
  return Math.max(0, ...Object.values(visits));
}

/** A record in the order of its keys, without the entries that are left out. */
function writeAll<T>(record: Readonly<Record<string, T>>, write: (one: T, key: string) => string | null): string {
  const lines = Object.entries(record).flatMap(([key, one]) => {
    const text = write(one, key);
    return text === null ? [] : [`${key} ${text}`];
  });

  return lines.sort().join();
}

/** Whether the saga has left a state. */
function isLeft(step: StepRecord | undefined): boolean {
  return step?.status === "succeeded" || step?.status === "failed";
}

/** Whether a state stands in a block or a group that was left. */
function isInsideLeft(state: string, steps: SagaContext["steps"]): boolean {
  const around = scopeOf(state);

  return around !== "" && (isLeft(steps[around]) || isInsideLeft(around, steps));
}

/** Whether some attempt had an unknown outcome is asked only until the visit is settled; of a participant, until it has promised. */
function isInDoubt({ status, tainted }: StepRecord, isParticipant: boolean): boolean {
  return tainted && status !== "succeeded" && (!isParticipant || status === "running" || status === "backoff");
}

function writeCall({ kind, attempt, ...call }: OpenCall | Backoff, { compensation }: CompiledSaga): string {
  const isEndless = isDecision(kind) || (kind === "undo" && compensation.onFailure === "retryForever");
  const { held, parked } = { held: false, parked: false, ...call };

  return `${isEndless ? "" : attempt} ${held} ${parked}`;
}
