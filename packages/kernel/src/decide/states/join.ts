import { blockOf, type CompiledParallel, pathIn, scopeOf, stateMove } from "@skald/dsl";
import type { Json } from "@skald/shared";
import { isInside } from "../../chart/place.ts";
import { outputOf } from "../../names/names.ts";
import { requireKnown } from "../../require-known.ts";
import { requireState } from "../../require-state.ts";
import type { EntryData } from "../../types/entry.ts";
import type { BlockRecord } from "../../types/saga.ts";
import type { Deliberation } from "../deliberation.ts";
import { leaveFailed, scoped, turnedBack } from "../steps/conclude.ts";
import { visitFacts } from "../steps/visit-facts.ts";
import { leaveTurning } from "../undo/leave-turning.ts";
import { stopBranches } from "../undo/turn.ts";
import { undoSelection } from "../undo/undo-order.ts";

/** A branch came to rest: its block may be decided by that. */
export function joinBranch(d: Deliberation, branch: string): void {
  joinBlock(d, blockOf(branch));
}

/**
 * Decides a block (R5): enough branches are done, or no longer can be. The others are brought to rest first;
 * a block is left only when nothing inside it is under way.
 */
export function joinBlock(d: Deliberation, path: string): void {
  const record = d.saga.context.blocks[path];
  if (record === undefined || !isInside(d.saga, path)) return;

  const block = requireState(d.definition, path, "parallel");
  const statuses = Object.values(record.branches).map((one) => one.status);
  const count = (status: string): number => statuses.filter((one) => one === status).length;
  const needed = block.join.kind === "all" ? statuses.length : block.join.count;
  const isTurning = d.saga.context.turning[scopeOf(path)] !== undefined;
  const isWon = count("done") >= needed;
  if (!isTurning && !isWon && count("done") + count("running") >= needed) return;
  if (count("running") > 0) return stopBranches(d, path);

  if (isTurning) return leaveTurning(d, path, "step.failed", { ...visitFacts(d, path), error: turnedBack(d, path) });
  if (isWon) return winBlock(d, block, record);
  leaveFailed(d, {
    state: { ...block, alias: "JoinFailed" },
    type: "step.failed",
    error: requireKnown(record.cause, "cause"),
    facts: visitFacts(d, path),
  });
}

/** The branches that won give the output; what the others did is undone before the block is left. */
function winBlock(d: Deliberation, block: CompiledParallel, record: BlockRecord): void {
  const winners = Object.entries(record.branches).filter(([, one]) => one.status === "done");
  const losers = Object.entries(record.branches).filter(([, one]) => one.status !== "done");
  const output: Record<string, Json> = {};
  for (const [name, { outputAt }] of winners) output[name] = outputOf(d.scope.entryAt(requireKnown(outputAt, "output")));

  const facts: EntryData = { ...visitFacts(d, block.name), output };
  const since = requireKnown(d.saga.context.steps[block.name], "visit").openedAt;
  const within = losers.map(([name]) => pathIn(block.name, name));
  const owes = within.length > 0 && undoSelection(d.saga.context, { since, within }).length > 0;
  if (!owes) return d.record("block.joined", { ...facts, move: stateMove(block.name, "succeeded") });

  const undoing = { goal: { kind: "goto", state: block.next }, since, within } as const;
  d.record("block.joined", { ...facts, ...scoped(scopeOf(block.name)), undoing, move: stateMove(block.name, "unwind") });
}
