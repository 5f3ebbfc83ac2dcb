import Type, { type Static } from "typebox";
import { ProofView } from "./proof.ts";

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** One finding about a document, with its place. Lines and columns count from 1. */
export const DiagnosticView = Type.Object({
  code: Type.String(),
  severity: Type.Enum(["error", "warning"]),
  message: Type.String(),
  line: Type.Integer(),
  column: Type.Integer(),
  endLine: Type.Integer(),
  endColumn: Type.Integer(),
  /** Which of several `---` documents, from 0. */
  document: Type.Integer(),
  suggestion: nullable(Type.String()),
  remedy: Type.String(),
  /** The source line with a caret below it. */
  caret: Type.String(),
});
export type DiagnosticView = Static<typeof DiagnosticView>;

export const ValidateView = Type.Object({
  valid: Type.Boolean(),
  diagnostics: Type.Array(DiagnosticView),
  documents: Type.Array(
    Type.Object({
      kind: Type.String(),
      namespace: Type.String(),
      name: Type.String(),
      version: Type.String(),
      hash: nullable(Type.String()),
    }),
  ),
});
export type ValidateView = Static<typeof ValidateView>;

/** One definition, its newest version in front. Durations come from ended sagas of the last 24 h. */
export const DefinitionSummary = Type.Object({
  namespace: Type.String(),
  name: Type.String(),
  version: Type.String(),
  kind: Type.Enum(["saga", "service"]),
  hash: Type.String(),
  title: nullable(Type.String()),
  state: Type.Enum(["active", "deprecated", "disabled"]),
  createdAt: Type.String({ format: "date-time" }),
  versions: Type.Integer(),
  running: Type.Integer(),
});
export type DefinitionSummary = Static<typeof DefinitionSummary>;

export const DefinitionList = Type.Object({ items: Type.Array(DefinitionSummary), nextCursor: nullable(Type.String()) });
export type DefinitionList = Static<typeof DefinitionList>;

/** What the console draws: boxes in columns, the undo of a step below it. See packages/dsl/src/graph. */
export const GraphNode = Type.Object({
  /** Its path: `reserve` at the top, `ship.truck.load` in a branch, `loop.load` in a body. */
  state: Type.String(),
  /** Path of the block it stands in; null at the top. */
  parent: nullable(Type.String()),
  type: Type.String(),
  title: Type.String(),
  service: nullable(Type.String()),
  operation: nullable(Type.String()),
  kind: nullable(Type.String()),
  column: Type.Integer(),
  row: Type.Integer(),
  /** Cells it takes: one by one, and for a block those of what stands inside it, which share its first cell. */
  span: Type.Object({ columns: Type.Integer(), rows: Type.Integer() }),
  /** What undoes this state: the name of the call, or why there is nothing. */
  undo: Type.Object({ kind: Type.Enum(["call", "none", "missing", "afterPivot", "irreversible"]), label: Type.String() }),
  pivot: Type.Boolean(),
});
export type GraphNode = Static<typeof GraphNode>;

export const GraphEdge = Type.Object({
  from: Type.String(),
  to: Type.String(),
  kind: Type.Enum(["next", "case", "default", "catch", "catchCompensate", "timeout", "outcome"]),
  label: nullable(Type.String()),
});
export type GraphEdge = Static<typeof GraphEdge>;

export const GraphView = Type.Object({
  start: Type.String(),
  nodes: Type.Array(GraphNode),
  edges: Type.Array(GraphEdge),
  columns: Type.Integer(),
  rows: Type.Integer(),
  /** Column of the first pivot, if there is one: left of it rolls back, right of it only goes on. */
  pivotColumn: nullable(Type.Integer()),
});
export type GraphView = Static<typeof GraphView>;

export const DefinitionView = Type.Interface([DefinitionSummary], {
  source: Type.String(),
  canonical: Type.Unknown(),
  compiled: Type.Unknown(),
  graph: nullable(GraphView),
  /** Of a saga, over as many configurations as an engine looks at. */
  proof: nullable(ProofView),
  diagnostics: Type.Array(DiagnosticView),
});
export type DefinitionView = Static<typeof DefinitionView>;

export const UploadView = Type.Object({
  items: Type.Array(Type.Interface([DefinitionSummary], { created: Type.Boolean(), proof: nullable(ProofView) })),
  diagnostics: Type.Array(DiagnosticView),
  dryRun: Type.Boolean(),
});
export type UploadView = Static<typeof UploadView>;

/** `PATCH /definitions/{namespace}/{name}/versions/{version}` */
export const DefinitionPatch = Type.Object({ state: Type.Enum(["active", "deprecated", "disabled"]) }, { additionalProperties: false });
export type DefinitionPatch = Static<typeof DefinitionPatch>;

/** Members of a problem about documents beside the usual ones. */
export const DiagnosticsExtension = Type.Object({ diagnostics: Type.Array(DiagnosticView) });
export type DiagnosticsExtension = Static<typeof DiagnosticsExtension>;
