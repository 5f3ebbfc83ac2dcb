import type { OperationCall, OperationModel, SagaModel, ServiceModel } from "@skald/dsl";
import { type Flow, perform } from "./flow.ts";
import type { CallKey, OutcomeTable } from "./outcome-table.ts";

/** A saga with what it calls: catalogues by alias, children by `namespace/name@range`. */
export interface Definition {
  readonly saga: SagaModel;
  readonly services: ReadonlyMap<string, ServiceModel>;
  readonly children: ReadonlyMap<string, SagaModel>;
}

/** How a state ended: where it leads (null: its scope has ended), or why it leads nowhere. */
type Next = { readonly kind: "next"; readonly to: string | null };
/** `inDoubt`: it may have happened all the same. */
export type Failed = { readonly kind: "failed"; readonly type: string; readonly inDoubt?: boolean };
export type Result = Next | Failed | { readonly kind: "stopped" };
export const STOPPED: Result = { kind: "stopped" };

/** What all sagas of one run share: `standing` holds the effects that stand, as `path#visit`. */
export interface World extends Definition {
  readonly table: OutcomeTable;
  readonly standing: Set<string>;
}

/** What may be taken back. `failed`: a tainted step that failed, and may have happened. */
export interface Entry {
  readonly path: string;
  readonly scopes: readonly string[];
  failed: boolean;
  readonly undo: () => Flow<boolean>;
}

/** A saga, a child or an item: what has a stack of its own. `forward`: it never goes back. */
export interface Run {
  readonly world: World;
  readonly saga: SagaModel;
  readonly key: string;
  readonly parent: { readonly run: Run; readonly path: string; readonly inline: boolean } | null;
  readonly visits: Map<string, number>;
  stack: Entry[];
  forward: boolean;
  undos: number;
  emptyUndos: number;
}

/** Where a scope runs: the branches around it are named by block, visit and branch. */
export interface Place {
  readonly run: Run;
  readonly prefix: string;
  readonly scopes: readonly string[];
}

/** A saga that has not begun. */
export function newRun(of: Pick<Run, "world" | "saga" | "key" | "parent" | "forward">): Run {
  return { ...of, visits: new Map(), stack: [], undos: 0, emptyUndos: 0 };
}

/** One entry into a state (section 4). */
export class Visit {
  readonly place: Place;
  readonly path: string;
  readonly number: number;
  readonly run: Run;

  constructor(place: Place, path: string, number: number) {
    this.place = place;
    this.path = path;
    this.number = number;
    this.run = place.run;
  }

  key(kind: CallKey["kind"], attempt = 1, path = this.path): CallKey {
    return { path: this.run.key + path, visit: this.number, kind, attempt };
  }

  get effect(): string {
    return `${this.run.key}${this.path}#${this.number}`;
  }

  call(kind: CallKey["kind"], attempt: number, path = this.path): ReturnType<typeof perform> {
    const key = this.key(kind, attempt, path);
    return perform(key, this.run.world.table.outcomeOf(key), kind === "action" || kind === "prepare" || kind === "try");
  }

  *move(kind: CallKey["kind"], answer: string): Flow<boolean> {
    return (yield [{ kind: "move", call: this.key(kind), answer }]).stop;
  }

  /** R1. Behind a pivot nothing can be taken back any more. */
  push(undo: () => Flow<boolean>, failed = false): Entry {
    const { run, path } = this;
    const entry: Entry = {
      path,
      scopes: this.place.scopes,
      failed,
      *undo() {
        const isUndone = yield* undo();
        if (isUndone) run.stack = run.stack.filter((one) => one !== entry);
        return isUndone;
      },
    };
    if (!run.forward) run.stack.push(entry);
    return entry;
  }
}

/** The operation of a catalogue that is called. @throws for a definition that was not checked */
export function operationOf(world: World, { service, operation }: OperationCall): OperationModel {
  const found = world.services.get(service)?.operations[operation];
  if (found === undefined) throw new Error(`There is no operation "${service}.${operation}"; only checked definitions can be interpreted.`);
  return found;
}

/** R8. What was done before stays done. */
export function seal(run: Run): void {
  run.forward = true;
  run.stack = [];
}

/** What was done in a scope and its branches, and not undone. */
export function entriesIn({ run, scopes }: Place): readonly Entry[] {
  const scope = scopes.at(-1);
  return scope === undefined ? run.stack : run.stack.filter((entry) => entry.scopes.includes(scope));
}
