import Type, { type Static } from "typebox";
import { COMMAND_TYPES } from "../words.ts";
import { SagaView } from "./saga.ts";

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/**
 * A command by a person. `lane` tells a step from its undo; `visit` defaults to the latest.
 * The revision the person saw travels as `If-Match`, never in the body.
 */
export const CommandRequest = Type.Object(
  {
    type: Type.Enum(COMMAND_TYPES),
    state: Type.Optional(Type.String()),
    lane: Type.Optional(Type.Enum(["action", "undo"])),
    visit: Type.Optional(Type.Integer({ minimum: 1 })),
    reason: Type.Optional(Type.String({ maxLength: 2000 })),
    ticket: Type.Optional(Type.String({ maxLength: 200 })),
    planHash: Type.Optional(Type.String()),
    now: Type.Optional(Type.Boolean({ description: "retry: skip the backoff." })),
    downTo: Type.Optional(Type.String({ description: "compensate: the last state to undo. Default: everything." })),
    then: Type.Optional(Type.Enum(["end", "pause"])),
    happened: Type.Optional(Type.Boolean({ description: "resolve-unknown: did it happen?" })),
    output: Type.Optional(Type.Unknown({ description: "complete, resolve-unknown: the output of the step." })),
    evidence: Type.Optional(Type.String({ maxLength: 4000 })),
  },
  { additionalProperties: false },
);
export type CommandRequest = Static<typeof CommandRequest>;

/** One call a command would make, or one it would not, and why. */
export const PlanItem = Type.Object({
  order: Type.Integer(),
  state: Type.String(),
  visit: Type.Integer(),
  lane: Type.Enum(["action", "undo"]),
  call: nullable(Type.String({ description: "service.operation, or the method and address of an inline call." })),
  status: Type.Enum(["will_run", "nothing_to_undo", "already_undone", "waived", "awaited", "no_undo"]),
  note: nullable(Type.String()),
  idempotencyKey: nullable(Type.String()),
  service: nullable(Type.String()),
  breaker: nullable(Type.Enum(["closed", "open", "half-open"])),
  request: nullable(
    Type.Object({
      method: Type.String(),
      url: Type.String(),
      body: nullable(Type.String({ description: "As it will be sent, sensitive fields masked." })),
    }),
  ),
});
export type PlanItem = Static<typeof PlanItem>;

export const PreviewView = Type.Object({
  revision: Type.Integer(),
  allowed: Type.Boolean(),
  why: nullable(Type.String()),
  risk: Type.Enum(["R1", "R2", "R3", "R4"]),
  /** Fields the engine will demand: reason, evidence, ticket. */
  policy: Type.Array(Type.String()),
  sentence: Type.String({ description: "What will happen, in one sentence." }),
  plan: Type.Array(PlanItem),
  warnings: Type.Array(Type.Object({ code: Type.String(), service: Type.Optional(Type.String()), text: Type.String() })),
  irreversible: Type.Boolean(),
  planHash: Type.String(),
  expiresAt: Type.String({ format: "date-time" }),
});
export type PreviewView = Static<typeof PreviewView>;

export const CommandView = Type.Object({
  commandId: Type.String({ format: "uuid" }),
  sagaId: Type.String({ format: "uuid" }),
  type: Type.Enum(COMMAND_TYPES),
  state: Type.Enum(["pending", "applied", "refused"]),
  arguments: Type.Unknown(),
  actor: Type.String(),
  reason: nullable(Type.String()),
  ticket: nullable(Type.String()),
  /** What came of it, in words; for a refusal the rule. */
  result: nullable(Type.String()),
  revisionBefore: nullable(Type.Integer()),
  revisionAfter: nullable(Type.Integer()),
  at: Type.String({ format: "date-time" }),
});
export type CommandView = Static<typeof CommandView>;

export const CommandList = Type.Object({ items: Type.Array(CommandView) });
export type CommandList = Static<typeof CommandList>;

/** Members of the 412 problem beside the usual ones. */
export const StaleExtension = Type.Object({ saga: SagaView });
export type StaleExtension = Static<typeof StaleExtension>;
