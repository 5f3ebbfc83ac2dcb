import { isJsonObject, type JsonObject } from "@skald/shared";
import { type Environment, type FlowNode, type FlowScope, withDocument, withValues } from "../../flow/flow.ts";
import { mayGive } from "../../query/check-cel.ts";
import { itemNameFor, Refusal } from "../../session.ts";
import { celOf, expressionOf } from "../../term/render-term.ts";
import { layOver, listOf, literal, objectOf, type Term, tight } from "../../term/term.ts";
import { CONTEXT, contextIn, ROUND } from "../data/context.ts";
import { behindWork, inputOf } from "../data/data-flow.ts";
import { pathValue, payloadOf } from "../data/values.ts";
import { type AslState, fieldOf, fixedNumber, machineOf, nextEdge, tellOf, textOf } from "../machine.ts";
import { catchersOf, catchField, leavingBy } from "./catches.ts";
import { type ReadScope, scopeJson } from "./parallel.ts";
import { tellNoRetry } from "./retry.ts";

/** A Map: a `forEach` over its items. */
export function mapNode(state: AslState, readScope: ReadScope): FlowNode {
  const body = bodyOf(state, readScope);
  const catchers = catchersOf(state);
  const each = itemNameFor(state.machine.session, `item ${state.machine.scopeId}/${state.id}`, "item");
  const at = itemNameFor(state.machine.session, `index ${state.machine.scopeId}/${state.id}`, "index");

  return {
    id: state.id,
    at: state.at,
    edges: [nextEdge(state), ...catchers.map(({ edge }) => edge)],
    build: (entry) => ({
      leave: (edge) => leavingBy(edge, catchers, () => behindWork(state, entry, resultOf(state)))(entry),
      state: (way) => ({ ...stateFrom(state, body, { entry, names: { each, at } }), ...catchField(catchers, way), ...way("next") }),
    }),
  };
}

function bodyOf(state: AslState, readScope: ReadScope): FlowScope {
  const field = fieldOf(state, "Iterator") === undefined ? "ItemProcessor" : "Iterator";
  const json = fieldOf(state, field);
  if (!isJsonObject(json))
    throw new Refusal(state.at, `The state "${state.id}" has no "ItemProcessor".`, "Give it the machine that runs for each item.");
  const { machine, usesJsonata } = state;
  tellDistributed(state, json);

  return readScope(
    machineOf(
      {
        ...machine,
        scopeId: `${machine.scopeId}/${state.id}`,
        at: [...state.at, field],
        isRoot: false,
        depth: machine.depth + 1,
        usesJsonata,
      },
      json,
    ),
    null,
  );
}

// Ours tells of each item whether it went well; theirs is the list of the outputs.
function resultOf(state: AslState): Term {
  const output = `steps.${state.name}.output`;
  const well = toleranceOf(state) === undefined ? output : `${output}.filter(each, each.ok)`;

  return tight(`${well}.map(each, each.output)`, SOME_LIST);
}

const SOME_LIST = listOf([]);

interface Inside {
  readonly entry: Environment;
  readonly names: { readonly each: string; readonly at: string };
}

function stateFrom(state: AslState, body: FlowScope, { entry, names }: Inside): JsonObject {
  tellNoRetry(state, "a forEach");
  const tolerate = toleranceOf(state);

  return {
    type: "forEach",
    in: itemsOf(state, entry),
    each: names.each,
    at: names.at,
    concurrency: concurrencyOf(state),
    ...(tolerate === undefined ? {} : { tolerate }),
    body: scopeJson(state, body, itemEnvironment(state, entry, names)),
  };
}

function itemsOf(state: AslState, entry: Environment): string {
  const items = givenItems(state, entry);
  if (mayGive(celOf(items), "list")) return expressionOf(items);
  tellOf(state, [], {
    kind: "dropped",
    what: `The items of "${state.id}" are no list; nothing is done.`,
    remedy: "Give it a list to loop over.",
  });

  return expressionOf(literal([]));
}

function givenItems(state: AslState, entry: Environment): Term {
  const [items, path] = [fieldOf(state, "Items"), textOf(state, "ItemsPath")];
  if (items !== undefined) return payloadOf(state, { json: items, at: [...state.at, "Items"] }, { environment: entry });
  const document = inputOf(state, entry);
  if (path !== undefined) return pathValue(state, { text: path, at: [...state.at, "ItemsPath"] }, { environment: entry, document });
  if (fieldOf(state, "ItemReader") === undefined) return document;
  tellOf(state, "ItemReader", {
    kind: "dropped",
    what: `"${state.id}" reads its items from a store; the list is empty until a step reads them.`,
    remedy: "Let a readOnly operation load the list, at most 10,000 items, and loop over its output.",
  });

  return literal([]);
}

function itemEnvironment(state: AslState, entry: Environment, { each, at }: Inside["names"]): Environment {
  const item = tight(each);
  const place = objectOf([
    ["Value", item],
    ["Index", tight(at)],
  ]);
  const context = layOver(contextIn(entry), objectOf([["Map", objectOf([["Item", place]])]]));
  const around = entry.get(ROUND);
  const inside = withValues(entry, [
    [CONTEXT, context],
    [ROUND, listOf([...(around?.kind === "list" ? around.items : []), tight(at)])],
  ]);
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
  const given = fixedNumber(state, "MaxConcurrency", {
    what: `The concurrency of "${state.id}" is computed; ${CONCURRENCY_UNBOUND} is taken.`,
    remedy: "Give a fixed number.",
  });

  return given === undefined || given < 1 ? CONCURRENCY_UNBOUND : Math.min(CONCURRENCY_MAX, Math.floor(given));
}

const TOLERATED_MAX = 10_000;

function toleranceOf(state: AslState): number | string | undefined {
  const told = {
    what: `How many failures "${state.id}" tolerates is computed; it tolerates none.`,
    remedy: "Give a fixed number under tolerate.",
  };
  const count = fixedNumber(state, "ToleratedFailureCount", told);
  const share = fixedNumber(state, "ToleratedFailurePercentage", told);
  if (count !== undefined) return Math.min(TOLERATED_MAX, Math.floor(count));

  return share === undefined ? undefined : `${Math.round(share)}%`;
}

function tellDistributed(state: AslState, processor: JsonObject): void {
  const config = processor["ProcessorConfig"];
  if (isJsonObject(config) && config["Mode"] === "DISTRIBUTED")
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
