import Type, { type Static } from "typebox";

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** Something that does not hold, with a shortest way to it. */
export const ProofViolation = Type.Object({
  code: Type.Enum([
    "LEFT_STANDING",
    "UNDONE_AFTER_PIVOT",
    "LEFT_IN_DOUBT",
    "CANNOT_EVALUATE",
    "NEEDLESS_SUSPENSION",
    "STANDS_STILL",
    "ASSERTION_BROKEN",
    "CANNOT_DECIDE",
    "UNDONE_OUT_OF_ORDER",
  ]),
  state: nullable(Type.String()),
  message: Type.String(),
  /** What happens on the way, in words: `reserve outcome unknown`. */
  story: Type.Array(Type.String()),
  /** The states on the way. */
  path: Type.Array(Type.String()),
});
export type ProofViolation = Static<typeof ProofViolation>;

/** A way in which sagas of the definition come to rest: an end, or an incident that needs a person. */
export const ProofEnd = Type.Object({
  status: Type.Enum(["completed", "compensated", "failed", "terminated", "suspended"]),
  /** Why a person is needed, and where. */
  reason: nullable(Type.String()),
  state: nullable(Type.String()),
  configurations: Type.Integer(),
  story: Type.Array(Type.String()),
  path: Type.Array(Type.String()),
});
export type ProofEnd = Static<typeof ProofEnd>;

/** What is proven of a definition: over every reachable configuration of a bounded model, or as far as it got. */
export const ProofView = Type.Object({
  holds: Type.Boolean(),
  /** Whether every configuration of the model was seen. */
  complete: Type.Boolean(),
  configurations: Type.Integer(),
  transitions: Type.Integer(),
  /** Configurations after which it stops. */
  limit: Type.Integer(),
  /** How far the model goes: attempts of a call, visits of a state. */
  bounds: Type.Object({ attempts: Type.Integer(), visits: Type.Integer() }),
  violations: Type.Array(ProofViolation),
  ends: Type.Array(ProofEnd),
});
export type ProofView = Static<typeof ProofView>;
