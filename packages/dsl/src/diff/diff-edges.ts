import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { listAt, memberOf, textAt, textItems } from "../model/read-json.ts";
import { type Change, type ChangedEdge, told } from "./change.ts";
import type { Step } from "./steps-of.ts";

type Steps = ReadonlyMap<string, Step>;

/** The ways between states that are there on one side only, in document order, those that are gone first. */
export function diffEdges(from: Steps, to: Steps): readonly Change[] {
  const [before, after] = [edgesOf(from), edgesOf(to)];
  const gone = [...before].filter(([key]) => !after.has(key)).map(([, edge]) => edge);
  const come = [...after].filter(([key]) => !before.has(key)).map(([, edge]) => edge);

  return [
    ...gone.map((edge) => ({
      ...told("edgeRemoved", edge.from, `${quoted(edge.from)} no longer leads to ${quoted(edge.to)} (${wayOf(edge)}).`),
      edge,
    })),
    ...come.map((edge) => ({
      ...told("edgeAdded", edge.from, `${quoted(edge.from)} leads to ${quoted(edge.to)} now (${wayOf(edge)}).`),
      edge,
    })),
  ];
}

function edgesOf(steps: Steps): ReadonlyMap<string, ChangedEdge> {
  const edges = [...steps.values()].flatMap(({ name, json, chart }) => {
    const scope = name.slice(0, name.length - chart.name.length);
    return chart.edges.map(({ to, kind, path }): ChangedEdge => {
      const [field, place] = path.slice(chart.path.length);
      return { from: name, to: scope + to, kind, label: labelOf(json, { field: String(field), place }) };
    });
  });

  return new Map(edges.map((edge) => [JSON.stringify(edge), edge]));
}

interface EdgePlace {
  readonly field: string;
  readonly place: string | number | undefined;
}

function labelOf(state: Json, { field, place }: EdgePlace): string | null {
  if (field === "outcomes") return String(place);
  const entry = typeof place === "number" ? listAt(state, field)[place] : undefined;
  const when = textAt(entry, "when");
  if (field === "catch") return textItems(listAt(entry, "errors")).join(", ") + (when === null ? "" : ` when ${when}`);

  return when ?? textAt(memberOf(entry, "event"), "type") ?? textAt(entry, "signal");
}

const WAYS: Readonly<Record<string, string>> = {
  catch: "caught",
  catchCompensate: "caught, after undoing",
  timeout: "when time is over",
};

function wayOf({ kind, label }: ChangedEdge): string {
  const way = WAYS[kind] ?? kind;

  return label === null ? way : `${way}: ${label}`;
}

function quoted(name: string): string {
  return `"${name}"`;
}

/** A state without its edges and without the states inside it: what is left are fields with a meaning of their own. */
export function withoutEdges(state: JsonObject): JsonObject {
  const kept = Object.entries(withoutStates(state)).filter(([name, value]) => !(SINGLE_EDGES.has(name) && typeof value === "string"));

  return Object.fromEntries(kept.map(([name, value]) => [name, withoutTargets(name, value)]));
}

const SINGLE_EDGES: ReadonlySet<string> = new Set(["next", "default", "onTimeout"]);

function withoutTargets(name: string, value: Json): Json {
  if (name === "outcomes") return without(value, (_outcome, to) => typeof to === "string");

  return (name === "cases" || name === "catch") && isJsonArray(value) ? value.map((entry) => without(entry, isTarget)) : value;
}

function isTarget(name: string, value: Json): boolean {
  return (name === "next" && typeof value === "string") || (name === "compensate" && value === true);
}

/** A state without the states inside it, which are told on their own. */
export function withoutStates(state: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(state).map(([name, value]): [string, Json] => {
      if (name === "body") return [name, without(value, isStates)];
      if (name !== "branches" || !isJsonObject(value)) return [name, value];

      return [name, Object.fromEntries(Object.entries(value).map(([branch, scope]) => [branch, without(scope, isStates)]))];
    }),
  );
}

function isStates(name: string, value: Json): boolean {
  return name === "states" && isJsonObject(value);
}

function without(value: Json, isLeftOut: (name: string, value: Json) => boolean): Json {
  if (!isJsonObject(value)) return value;

  return Object.fromEntries(Object.entries(value).filter(([name, member]) => !isLeftOut(name, member)));
}
