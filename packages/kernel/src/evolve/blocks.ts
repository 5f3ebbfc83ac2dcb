import { blockOf, isWithin, localName } from "@skald/dsl";
import { requireKnown } from "../require-known.ts";
import type { Entry } from "../types/entry.ts";
import type { BlockRecord, BranchRecord, SagaContext } from "../types/saga.ts";
import { beginVisit } from "./steps.ts";

/** Blocks, groups and members begin a visit when the chart enters them. What an earlier visit left inside is forgotten. */
export function enterBlocks(context: SagaContext, entered: NonNullable<Entry["data"]["entered"]>, entry: Entry): SagaContext {
  let next = context;
  for (const { state, visit, branches } of entered) {
    const begun = beginVisit(next, { state, visit, kind: "action" }, { entry, attempts: 1 });
    next = branches === undefined ? begun : withBlock(outsideOf(begun, state), state, branches);
  }
  return next;
}

const RUNNING: BranchRecord = { status: "running", outputAt: null, cause: null };

function withBlock(context: SagaContext, state: string, branches: readonly string[]): SagaContext {
  const record: BlockRecord = { branches: Object.fromEntries(branches.map((name) => [name, RUNNING])), cause: null };

  return { ...context, blocks: { ...context.blocks, [state]: record } };
}

// Inner steps and values are those of the latest visit of the block; the undo stack keeps what earlier visits did.
function outsideOf(context: SagaContext, block: string): SagaContext {
  const outside = <T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(record).filter(([path]) => path === block || path === "" || !isWithin(path, block)));

  return { ...context, steps: outside(context.steps), vars: outside(context.vars), caught: outside(context.caught) };
}

/** A branch came to rest. */
export function settleBranch(context: SagaContext, entry: Entry): SagaContext {
  const { branch: status, scope, error } = entry.data;
  if (status === undefined || scope === undefined) return context;

  const block = blockOf(scope);
  const record = requireKnown(context.blocks[block], "block");
  const cause = status === "failed" ? requireKnown(error, "error") : null;
  const branch: BranchRecord = { status, outputAt: status === "done" ? entry.seq : null, cause };
  const { [scope]: _turned, ...turning } = context.turning;
  const { [scope]: _undone, ...undoing } = context.undoing;
  const branches = { ...record.branches, [localName(scope)]: branch };
  return {
    ...context,
    turning,
    undoing,
    waits: Object.fromEntries(Object.entries(context.waits).filter(([state]) => !isWithin(state, scope))),
    blocks: { ...context.blocks, [block]: { branches, cause: record.cause ?? cause } },
  };
}
