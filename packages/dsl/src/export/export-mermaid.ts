import type { Json } from "@skald/shared";
import { type Chart, type ChartState, chartOf, type Scope } from "../model/chart.ts";
import { mustGet } from "../model/must-get.ts";
import { listAt, memberOf, textAt, writtenAt } from "../model/read-json.ts";
import { calledOperation, type ExportScope, kindOfState, undoOfState } from "./called-operation.ts";

/**
 * A saga as a Mermaid state diagram: every state once, errors as labelled edges, undos as notes. Mermaid has no dashed
 * edges in state diagrams, so what an edge is stands in its label.
 */
export function exportMermaid(saga: Json, scope: ExportScope): string {
  const chart = chartOf(saga);
  const drawing: Drawing = { saga, scope, chart, ids: idsOf(chart) };
  const title = textAt(memberOf(saga, "document"), "title") ?? writtenAt(memberOf(saga, "document"), "name");
  const states = chart.scopes.flatMap((each) => [...each.states.values()]);
  const pivots = states.filter((state) => isPivot(state, drawing)).map((state) => idOf(state, drawing));
  const ends = states.filter(({ type }) => type === "fail").map((state) => idOf(state, drawing));

  return [
    ...(title === "" ? [] : ["---", `title: ${JSON.stringify(title)}`, "---"]),
    "stateDiagram-v2",
    "  classDef pivot stroke-width:4px",
    "  classDef failed stroke-dasharray:4 2",
    ...scopeLines(chart.root, drawing, 1),
    ...(pivots.length === 0 ? [] : [`  class ${pivots.join(",")} pivot`]),
    ...(ends.length === 0 ? [] : [`  class ${ends.join(",")} failed`]),
    "",
  ].join("\n");
}

interface Drawing {
  readonly saga: Json;
  readonly scope: ExportScope;
  readonly chart: Chart;
  /** By the path of a state. */
  readonly ids: ReadonlyMap<string, string>;
}

// Words of the grammar; a state may be called like one.
const WORDS = new Set([
  "state",
  "note",
  "end",
  "direction",
  "class",
  "classDef",
  "style",
  "as",
  "default",
  "click",
  "href",
  "title",
  "accTitle",
  "accDescr",
]);

function idsOf({ scopes }: Chart): ReadonlyMap<string, string> {
  const taken = new Set<string>();

  return new Map(
    scopes.flatMap((scope) =>
      [...scope.states.values()].map((state): [string, string] => {
        const words = state.path
          .filter((step) => step !== "states" && step !== "branches")
          .map((step) => String(step).replaceAll(/\W/g, "_"));
        let id = words.join("__");
        while (taken.has(id) || WORDS.has(id)) id += "_";
        taken.add(id);
        return [state.path.join("/"), id];
      }),
    ),
  );
}

function idOf(state: ChartState, { ids }: Drawing): string {
  return mustGet(ids, state.path.join("/"));
}

function isPivot(state: ChartState, { saga, scope }: Drawing): boolean {
  return (state.type === "task" || state.type === "transaction") && kindOfState(saga, state.json, scope) === "pivot";
}

function scopeLines(scope: Scope, drawing: Drawing, level: number): readonly string[] {
  const indent = "  ".repeat(level);
  const start = scope.states.get(scope.start);
  const states = [...scope.states.values()];

  return [
    ...states.flatMap((state) => stateLines(state, drawing, level)),
    ...(start === undefined ? [] : [`${indent}[*] --> ${idOf(start, drawing)}`]),
    ...states.flatMap((state) => edgeLines(state, scope, drawing).map((line) => `${indent}${line}`)),
    ...states.flatMap((state) => noteLines(state, drawing).map((line) => `${indent}${line}`)),
  ];
}

function stateLines(state: ChartState, drawing: Drawing, level: number): readonly string[] {
  const indent = "  ".repeat(level);
  const declared = `${indent}state "${escaped(labelOf(state))}" as ${idOf(state, drawing)}`;
  const inner = drawing.chart.scopes.filter((scope) => isDirectlyInside(scope, state));
  if (inner.length === 0) return [declared];

  // "--" stands between regions that go on at once.
  const regions = inner.map((scope) => scopeLines(scope, drawing, level + 1));
  return [`${declared} {`, ...regions.flatMap((lines, index) => (index === 0 ? lines : [`${indent}  --`, ...lines])), `${indent}}`];
}

function isDirectlyInside(scope: Scope, state: ChartState): boolean {
  const rest = scope.path.slice(state.path.length);
  const isBelow = state.path.every((step, index) => scope.path[index] === step);

  return isBelow && ((rest[0] === "branches" && rest.length === 2) || (rest[0] === "body" && rest.length === 1));
}

function labelOf(state: ChartState): string {
  const { json } = state;
  switch (state.type) {
    case "task":
      return state.name;
    case "forEach":
      return `${state.name} (for each ${writtenAt(json, "each", "item")})`;
    case "wait":
      return `${state.name} (wait ${plainText(textAt(json, "for") ?? writtenAt(json, "until"))})`;
    case "emit":
      return `${state.name} (emit ${writtenAt(memberOf(json, "event"), "type")})`;
    case "saga":
      return `${state.name} (saga ${writtenAt(json, "saga")})`;
    default:
      return `${state.name} (${state.type})`;
  }
}

function edgeLines(state: ChartState, scope: Scope, drawing: Drawing): readonly string[] {
  const from = idOf(state, drawing);
  const edges = state.edges.flatMap(({ to, kind, path }) => {
    const target = scope.states.get(to);
    const label = edgeLabel(kind, path, state.json);
    return target === undefined ? [] : [`${from} --> ${idOf(target, drawing)}${label === "" ? "" : ` : ${escaped(label)}`}`];
  });
  const isFinal = state.ends || state.type === "succeed" || state.type === "fail";

  return isFinal ? [...edges, `${from} --> [*]`] : edges;
}

function edgeLabel(kind: ChartState["edges"][number]["kind"], path: ChartState["path"], state: Json): string {
  // Of an edge that is one of a list: `cases/0/next`.
  const ownerIn = (field: string): Json | undefined => listAt(state, field)[Number(path.at(-2))];
  const caught = listAt(ownerIn("catch"), "errors").join(", ");
  switch (kind) {
    case "next":
      return "";
    case "case":
      return caseLabel(ownerIn("cases"));
    case "default":
      return "otherwise";
    case "timeout":
      return "time-out";
    case "outcome":
      return String(path.at(-1));
    case "catch":
      return `on ${caught}`;
    case "catchCompensate":
      return `on ${caught}, after undoing everything`;
  }
}

function caseLabel(owner: Json | undefined): string {
  return plainText(textAt(owner, "when") ?? textAt(owner, "signal") ?? writtenAt(memberOf(owner, "event"), "type"));
}

function noteLines(state: ChartState, drawing: Drawing): readonly string[] {
  const { json } = state;
  const undo = undoOfState(drawing.saga, json, drawing.scope);
  const told = [
    ...(isPivot(state, drawing) ? ["pivot: after this there is no way back"] : []),
    ...(undo === null || state.type === "compensate" ? [] : [`undo: ${undoText(undo)}`]),
    ...(state.type === "task" && undo === null && isUnknown(json, drawing) ? [`undo: as ${String(memberOf(json, "call"))} declares`] : []),
  ];

  return told.length === 0 ? [] : [`note right of ${idOf(state, drawing)}`, ...told.map((text) => `  ${escaped(text)}`), "end note"];
}

function isUnknown(state: Json, { saga, scope }: Drawing): boolean {
  const call = memberOf(state, "call");

  return typeof call === "string" && calledOperation(saga, call, scope) === null;
}

function undoText(undo: Json): string {
  const call = memberOf(undo, "call");
  const http = memberOf(call, "http") ?? call;
  const event = textAt(memberOf(undo, "emit"), "type");
  if (event !== null) return `emit ${event}`;
  if (typeof call === "string") return call;
  if (memberOf(call, "sql") !== undefined) return "SQL";

  return plainText(`${writtenAt(http, "method")} ${textAt(http, "path") ?? writtenAt(http, "url")}`.trim());
}

/** `${ params.id }` as `params.id`: what is read matters here, not how it is written. */
function plainText(text: string): string {
  return text
    .replaceAll(/\$\{\s*([^}]*?)\s*\}/g, "$1")
    .replaceAll(/\s+/g, " ")
    .trim();
}

// Whatever has a meaning in the grammar is written by its number.
function escaped(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  const short = line.length > 80 ? `${line.slice(0, 79)}…` : line;

  return short.replaceAll(/["#;:<>{}[\]\\`%&|]/g, (character) => `#${character.charCodeAt(0)};`);
}
