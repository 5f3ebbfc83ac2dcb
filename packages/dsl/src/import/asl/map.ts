import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { type Environment, type FlowNode, type FlowScope, type Way, withDocument, withValues } from "../flow/flow.ts";
import { itemNameFor, Refusal } from "../session.ts";
import { readMember } from "../term/read-term.ts";
import { celOf, expressionOf } from "../term/render-term.ts";
import { literal, objectOf, type Term, tight } from "../term/term.ts";
import { behindCatch, catchEdges, catchField } from "./catches.ts";
import { behindWork, inputOf } from "./data-flow.ts";
import { type AslState, fieldOf, type Machine, nextEdge, numberOf, tellOf, textOf } from "./machine.ts";
import { type ReadScope, scopeJson } from "./parallel.ts";
import { tellNoRetry } from "./retry.ts";
import { pathValue, payloadOf } from "./values.ts";

/** A Map: a `forEach` over its items. */
export function mapNode(state: AslState, readScope: ReadScope): FlowNode {
  const body = bodyOf(state, readScope);
  const each = itemNameFor(state.machine.session, `item ${state.machine.scopeId}/${state.id}`, "item");
  const at = itemNameFor(state.machine.session, `index ${state.machine.scopeId}/${state.id}`, "index");

  return {
    id: state.id,
    at: state.at,
    edges: [nextEdge(state), ...catchEdges(state)],
    build: (entry) => ({
      leave: (edge) => (edge === "next" ? behindWork(state, entry, resultOf(state)) : behindCatch(state, entry, edge)),
      state: (way) => stateFrom(state, body, { entry, names: { each, at }, way }),
    }),
  };
}

function bodyOf(state: AslState, readScope: ReadScope): FlowScope {
  const field = fieldOf(state, "ItemProcessor") === undefined ? "Iterator" : "ItemProcessor";
  const json = fieldOf(state, field);
  if (!isJsonObject(json))
    throw new Refusal(state.at, `The state "${state.id}" has no "ItemProcessor".`, "Give it the machine that runs for each item.");
  const { machine } = state;
  const inner: Machine = {
    ...machine,
    scopeId: `${machine.scopeId}/${state.id}`,
    at: [...state.at, field],
    json,
    isRoot: false,
    depth: machine.depth + 1,
    usesJsonata: state.usesJsonata,
  };

  return readScope(inner, null);
}

// Ours tells of each item whether it went well; theirs is the list of the outputs.
function resultOf(state: AslState): Term {
  const output = `steps.${state.name}.output`;
  const tolerates = ["ToleratedFailureCount", "ToleratedFailurePercentage"].some((field) => fieldOf(state, field) !== undefined);

  return tight(tolerates ? `${output}.filter(each, each.ok).map(each, each.output)` : `${output}.map(each, each.output)`);
}

interface Inside {
  readonly entry: Environment;
  readonly names: { readonly each: string; readonly at: string };
  readonly way: (edge: string) => Way;
}

function stateFrom(state: AslState, body: FlowScope, { entry, names, way }: Inside): JsonObject {
  tellNoRetry(state, "a forEach");
  tellDistributed(state);
  const inner = itemEnvironment(state, entry, names);

  return {
    type: "forEach",
    in: itemsOf(state, entry),
    each: names.each,
    at: names.at,
    concurrency: concurrencyOf(state),
    ...toleranceOf(state),
    body: scopeJson(state, body, inner),
    ...catchField(state, way),
    ...way("next"),
  };
}

function itemsOf(state: AslState, entry: Environment): string {
  const path = textOf(state, "ItemsPath");
  const items = fieldOf(state, "Items");
  const document = inputOf(state, entry);
  if (items !== undefined)
    return expressionOf(payloadOf(state, { json: items, at: [...state.at, "Items"] }, { environment: entry, document }));
  if (path !== undefined)
    return expressionOf(pathValue(state, { text: path, at: [...state.at, "ItemsPath"] }, { environment: entry, document }));
  if (fieldOf(state, "ItemReader") !== undefined) return expressionOf(readItems(state));

  return expressionOf(document);
}

function readItems(state: AslState): Term {
  tellOf(state, "ItemReader", {
    kind: "dropped",
    what: `"${state.id}" reads its items from a store; the list is empty until a step reads them.`,
    remedy: "Let a readOnly operation load the list, at most 10,000 items, and loop over its output.",
  });

  return literal([]);
}

function itemEnvironment(state: AslState, entry: Environment, { each, at }: Inside["names"]): Environment {
  const item = tight(each);
  const context = entry.get("$$") ?? objectOf([]);
  const map = objectOf([
    [
      "Item",
      objectOf([
        ["Value", item],
        ["Index", tight(at)],
      ]),
    ],
  ]);
  const inside = withValues(entry, [["$$", context.kind === "object" ? objectOf([...context.members, ["Map", map]]) : context]]);
  const field = fieldOf(state, "ItemSelector") === undefined ? "Parameters" : "ItemSelector";
  const selector = fieldOf(state, field);
  const document = inputOf(state, entry);

  return withDocument(
    inside,
    selector === undefined ? item : payloadOf(state, { json: selector, at: [...state.at, field] }, { environment: inside, document }),
  );
}

const CONCURRENCY_MAX = 1_000;
// Without a bound the source runs about forty items at once.
const CONCURRENCY_UNBOUND = 40;

function concurrencyOf(state: AslState): number {
  const given = numberOf(state, "MaxConcurrency") ?? 0;
  if (fieldOf(state, "MaxConcurrencyPath") !== undefined)
    tellOf(state, "MaxConcurrencyPath", {
      kind: "dropped",
      what: `The concurrency of "${state.id}" is computed; ${CONCURRENCY_UNBOUND} is taken.`,
      remedy: "Give a fixed number.",
    });

  return given <= 0 ? CONCURRENCY_UNBOUND : Math.min(CONCURRENCY_MAX, Math.floor(given));
}

function toleranceOf(state: AslState): { readonly tolerate?: Json } {
  const count = numberOf(state, "ToleratedFailureCount");
  const share = numberOf(state, "ToleratedFailurePercentage");
  if (count !== undefined && count >= 0) return { tolerate: Math.min(10_000, Math.floor(count)) };

  return share === undefined ? {} : { tolerate: `${Math.min(100, Math.max(0, Math.round(share)))}%` };
}

function tellDistributed(state: AslState): void {
  const processor = fieldOf(state, "ItemProcessor");
  const config = isJsonObject(processor) ? readMember(literal(processor), "ProcessorConfig", () => undefined) : undefined;
  if (config !== undefined && celOf(config).includes('"DISTRIBUTED"'))
    tellOf(state, ["ItemProcessor", "ProcessorConfig"], {
      kind: "changed",
      what: `"${state.id}" runs distributed, each item as an execution of its own; here all items belong to one saga.`,
      remedy: "Stay within 10,000 items, or start a child saga per item.",
    });
  for (const field of ["ItemBatcher", "ResultWriter"])
    if (fieldOf(state, field) !== undefined)
      tellOf(state, field, {
        kind: "dropped",
        what: `"${field}" of "${state.id}" has no counterpart.`,
        remedy: "Group the items, or write the results, in a service.",
      });
}
