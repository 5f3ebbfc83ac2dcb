import { canonicalJson } from "@skald/shared";
import { kindOfTask } from "../../model/edges.ts";
import type { ResolvedServices } from "../../model/resolve.ts";
import type { PlacedState } from "../../model/states/placed-states.ts";
import type { Check } from "../check.ts";

// Branches run at once, so what two of them write under one key ends in either order. Compared is what the document
// says: the same text of a lock that is held alone, the same type and subject of an event, the same operation with the
// same parameters. Values of `set` are local to their branch and never meet.

/** No two branches of a block write the same key. */
export const sharedKeys: Check = ({ states, services, places }, report) => {
  const first = new Map<string, string>();
  for (const placed of states) {
    for (const { key, what } of writesOf(placed, services)) {
      for (const { block, branch } of branchesAround(placed)) {
        const known = first.get(`${block} ${key}`);
        if (known === undefined) first.set(`${block} ${key}`, branch);
        if (known === undefined || known === branch) continue;
        report({
          code: "SAME_KEY_IN_BRANCHES",
          at: places.keySpanOf(placed.path),
          message: `"${placed.state.name}" ${what} as a state of the branch "${known}" does: which of them is the last is left to chance.`,
        });
        break;
      }
    }
  }
};

interface Write {
  readonly key: string;
  readonly what: string;
}

function writesOf({ state }: PlacedState, services: ResolvedServices): readonly Write[] {
  const locks = state.type === "task" || state.type === "transaction" ? state.locks : [];
  const held = locks
    .filter((lock) => lock.mode === "exclusive")
    .map(({ key }) => ({ key: `lock ${key}`, what: `takes the same lock "${key}"` }));
  if (state.type === "emit" && state.event.subject !== null) {
    const { type, subject } = state.event;
    return [{ key: `emit ${type} ${subject}`, what: `sends the same event "${type}" about the same subject` }];
  }
  if (state.type !== "task" || state.call.kind !== "operation" || kindOfTask(state, services) === "readOnly") return held;

  const { service, operation } = state.call;
  return [
    ...held,
    { key: `call ${service}.${operation} ${canonicalJson(state.with)}`, what: "calls the same operation with the same parameters" },
  ];
}

/** The branches a state stands in, innermost first. */
function branchesAround(placed: PlacedState): readonly { readonly block: string; readonly branch: string }[] {
  const { block, scope } = placed;
  if (block === null) return [];
  const outer = branchesAround(block);

  return block.state.type === "parallel" ? [{ block: block.fullName, branch: String(scope.at(-1)) }, ...outer] : outer;
}
