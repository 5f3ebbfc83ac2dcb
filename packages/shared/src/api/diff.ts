import Type, { type Static } from "typebox";
import { GraphView } from "./definition.ts";

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** A stretch of changed lines with the lines around it, as in a unified diff. Line numbers count from 1. */
export const DiffHunk = Type.Object({
  fromLine: Type.Integer(),
  fromCount: Type.Integer(),
  toLine: Type.Integer(),
  toCount: Type.Integer(),
  lines: Type.Array(Type.Object({ kind: Type.Enum(["same", "removed", "added"]), text: Type.String() })),
});
export type DiffHunk = Static<typeof DiffHunk>;

/** One difference in what a definition does. A warning takes a way back from sagas that will start. */
export const DiffChange = Type.Object({
  kind: Type.String({ description: "stateAdded, stateRemoved, stateChanged, pivotMoved, undoLost …" }),
  severity: Type.Enum(["info", "warning"]),
  subject: nullable(Type.String({ description: "The state, operation, service, command or field." })),
  message: Type.String(),
  fields: Type.Optional(Type.Array(Type.String())),
  edge: Type.Optional(Type.Object({ from: Type.String(), to: Type.String(), kind: Type.String(), label: nullable(Type.String()) })),
});
export type DiffChange = Static<typeof DiffChange>;

const DiffSide = Type.Object({ version: Type.String(), hash: Type.String(), graph: nullable(GraphView) });

/** `GET /definitions/{namespace}/{name}/diff?from=&to=` : the lines, and what that means. */
export const DiffView = Type.Object({
  namespace: Type.String(),
  name: Type.String(),
  kind: Type.Enum(["saga", "service"]),
  from: DiffSide,
  to: DiffSide,
  hunks: Type.Array(DiffHunk),
  changes: Type.Array(DiffChange),
});
export type DiffView = Static<typeof DiffView>;
