import { type Environment, withDocument } from "../../flow/flow.ts";
import { passingNode } from "../../flow/nodes.ts";
import { textIn } from "../fields.ts";
import { expressionAt } from "../place.ts";
import { placeIn } from "./document.ts";
import type { ReadState } from "./read-state.ts";
import type { Target } from "./workflow.ts";

type Filtered = Pick<ReadState, "scoped" | "json" | "at" | "name">;

/** Filters what a state reads. The entry of a state keeps its name, so its first node does. */
export function filterInput(state: Filtered): void {
  const { scoped, json, name } = state;
  const input = textIn(json, "stateDataFilter", "input");
  if (input === undefined) return;
  for (const first of [...scoped.nodes.values()].filter(({ id }) => id === name))
    scoped.nodes.set(name, {
      ...first,
      build: (entry) => first.build(filtered(state, { environment: entry, field: "input", filter: input })),
    });
}

/** Filters what a state gives on a way out of it; answers with the node to lead to. `way` tells its ways apart. */
export function filterOutput(state: Filtered, to: Target, way = ""): Target {
  const { scoped, json, at, name } = state;
  const output = textIn(json, "stateDataFilter", "output");
  if (output === undefined) return to;
  const id = `output of ${name}${way}`;
  const behind = (entry: Environment): Environment => filtered(state, { environment: entry, field: "output", filter: output });
  scoped.nodes.set(id, passingNode({ id, at: [...at, "stateDataFilter", "output"], to, behind }));

  return id;
}

interface Filter {
  readonly environment: Environment;
  readonly field: "input" | "output";
  readonly filter: string;
}

function filtered({ scoped, at }: Filtered, { environment, field, filter }: Filter): Environment {
  const place = placeIn(scoped.workflow, [...at, "stateDataFilter", field], { environment });

  return withDocument(environment, expressionAt(filter, place));
}
