import type { JsonObject } from "@skald/shared";
import type { ForEachState, ParallelState } from "../../../model/saga-model.ts";
import { freeVariable, nameOf, type ScopePlace, type ScopeWriter, tell, valuesAt } from "../machine.ts";
import { catchField } from "../undo/catch-field.ts";
import { isFunctionWord } from "../words/jsonata-text.ts";
import { expressionValue } from "../words/values.ts";
import { goOn } from "./written.ts";

const BUILT_IN = { JoinFailed: "States.ALL" };

/** A parallel block. A machine waits for all its branches, and ends the others when one fails. */
export function parallelState(writer: ScopeWriter, state: ParallelState): JsonObject {
  if (state.join.kind !== "all")
    tell(writer, state.name, {
      field: "join",
      kind: "changed",
      what: "All branches have to succeed.",
      remedy: "Let branches that may fail end well.",
    });
  tellInnerUndo(writer, state.name);
  const branches = Object.entries(state.branches);
  const outputs = branches.map(([name], index) => `${JSON.stringify(name)}: $states.result[${index}]`);

  return {
    Type: "Parallel",
    Branches: branches.map(([name, scope]) =>
      innerScope(writer, {
        scope,
        within: ["branches", name],
        block: state.name,
        trail: [JSON.stringify(`/${state.name}.${name}`)],
        items: {},
      }),
    ),
    Catch: catchField(writer, { ...state, step: null, builtIn: BUILT_IN }),
    ...goOn(writer, state, `{% {${outputs.join(", ")}} %}`),
  };
}

/** A body for each item. */
export function mapState(writer: ScopeWriter, state: ForEachState): JsonObject {
  tellInnerUndo(writer, state.name);
  const isTolerant = state.tolerate.kind === "share" || state.tolerate.count > 0;
  if (isTolerant)
    tell(writer, state.name, {
      field: "tolerate",
      kind: "dropped",
      what: "No item may fail.",
      remedy: "Make it a distributed map, which tolerates failures.",
    });
  const prefix = `${nameOf(writer, state.name)}_`;
  const [item, index] = [itemVariable(writer, state.each, prefix), itemVariable(writer, state.at, prefix)];
  const body = innerScope(writer, {
    scope: state.body,
    within: ["body"],
    block: state.name,
    trail: [JSON.stringify(`/${state.name}.`), `$${index}`],
    items: { [state.each]: item, [state.at]: index },
  });

  return {
    Type: "Map",
    Items: expressionValue(state.in, valuesAt(writer, state.name)),
    ItemSelector: { item: "{% $states.context.Map.Item.Value %}", index: "{% $states.context.Map.Item.Index %}" },
    MaxConcurrency: state.concurrency,
    ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, ...body },
    Catch: catchField(writer, { ...state, step: null, builtIn: BUILT_IN }),
    ...goOn(writer, state, '{% [$map($states.result, function($v) { {"ok": true, "output": $v} })] %}'),
  };
}

// Words a machine gives a meaning, and variables of its own.
const RESERVED = /^(?:states|input|error)$|^(?:steps|vars|done|happened)_/;

function itemVariable({ machine }: ScopeWriter, name: string, prefix: string): string {
  const isFree = !RESERVED.test(name) && !isFunctionWord(name) && !machine.taken.variables.has(name);

  return freeVariable(machine, isFree ? name : `${prefix}${name}`);
}

interface Inner extends Pick<ScopePlace, "scope" | "items"> {
  /** Where the scope stands in the block. */
  readonly within: readonly string[];
  readonly block: string;
  readonly trail: readonly string[];
}

function innerScope(writer: ScopeWriter, { scope, within, block, trail, items }: Inner): JsonObject {
  const path = [...writer.place.path, "states", block, ...within];
  const words = path.filter((step) => step !== "branches" && step !== "states");

  return writer.machine.writeScope({ scope, path, prefix: `${words.join("_")}_`, items, outer: { writer, block, trail } });
}

function tellInnerUndo(writer: ScopeWriter, state: string): void {
  tell(writer, state, {
    kind: "changed",
    what: "What a branch or item has done is undone when that branch or item fails, and no longer once the block has ended or another one failed.",
    remedy: "Put the undos of the block into states behind it.",
  });
}
