import Type, { type Static } from "typebox";
import { CALL_KINDS, COMMAND_TYPES, STEP_KINDS } from "../words.ts";

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** `POST /definitions/simulate`. Either `text` or `definition`; what `outcomes` does not name succeeds, or is drawn with `seed`. */
export const SimulateRequest = Type.Object(
  {
    text: Type.Optional(Type.String({ description: "One or several documents; what they name may also be stored." })),
    definition: Type.Optional(
      Type.String({ maxLength: 511, description: "A stored saga, as shop/order; with `text`, which saga of the text is meant." }),
    ),
    version: Type.Optional(Type.String({ maxLength: 255, description: "Of the stored saga. Default: the highest that can be started." })),
    outcomes: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description:
          'What participants do, as in a test file: { "reserve": ["busy", "unknown"], "undo.reserve": "fails 2", "verify.reserve": "no", "review": "case 1" }.',
      }),
    ),
    commands: Type.Optional(
      Type.Array(
        Type.Object(
          {
            turn: Type.Integer({ minimum: 1, description: "Given before this event of the world, from 1." }),
            type: Type.Enum(COMMAND_TYPES),
          },
          { additionalProperties: false },
        ),
        { maxItems: 100, description: "What a person does meanwhile." },
      ),
    ),
    input: Type.Optional(Type.Unknown({ description: "Left out: its values stay unknown, and conditions over them are open." })),
    seed: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 999_999_999_999_999, description: "Draws what is not scripted, always the same." }),
    ),
    everyPath: Type.Optional(
      Type.Boolean({ default: false, description: "Also play the failure paths, and say which failure edges they go over." }),
    ),
  },
  { additionalProperties: false },
);
export type SimulateRequest = Static<typeof SimulateRequest>;

/** What a participant made of a call: `unknown` with what really happened, which nobody can see. */
export const SimulatedAnswer = Type.Object({
  kind: Type.Enum(["ok", "refused", "busy", "unknown", "yes", "no", "none"]),
  type: Type.Optional(Type.String()),
  happened: Type.Optional(Type.Boolean()),
  output: Type.Optional(Type.Unknown()),
});
export type SimulatedAnswer = Static<typeof SimulatedAnswer>;

/** One call of a simulated saga. Times are milliseconds of virtual time since the start. */
export const SimulatedCallView = Type.Object({
  kind: Type.Enum(CALL_KINDS),
  state: Type.String(),
  visit: Type.Integer(),
  attempt: Type.Integer(),
  atMs: Type.Number(),
  answer: SimulatedAnswer,
  request: nullable(Type.Object({ method: Type.String(), target: Type.String(), body: nullable(Type.String()) })),
});
export type SimulatedCallView = Static<typeof SimulatedCallView>;

/** What happened to a simulated saga. */
export const SimulationView = Type.Object({
  /** `suspended`: a person is needed. `unfinished`: it was stopped after as many events as an engine plays. */
  end: Type.Enum(["completed", "compensated", "failed", "terminated", "suspended", "unfinished"]),
  cause: nullable(Type.Object({ type: Type.String(), state: nullable(Type.String()), detail: Type.String() })),
  attention: nullable(Type.Object({ reason: Type.String(), state: nullable(Type.String()) })),
  output: Type.Unknown(),
  elapsedMs: Type.Number(),
  /** States entered, in order. */
  path: Type.Array(Type.String()),
  /** States whose undo succeeded, in order. */
  undone: Type.Array(Type.String()),
  story: Type.Array(Type.String()),
  calls: Type.Array(SimulatedCallView),
  journal: Type.Array(
    Type.Object({ seq: Type.Integer(), at: Type.String({ format: "date-time" }), type: Type.String(), data: Type.Unknown() }),
  ),
  /** What the participants' books say at the end. */
  effects: Type.Array(
    Type.Object({
      state: Type.String(),
      visit: Type.Integer(),
      kind: Type.Enum(STEP_KINDS),
      /** The author said that nothing undoes it. */
      accepted: Type.Boolean(),
      standing: Type.Enum(["applied", "maybe", "absent", "undone"]),
    }),
  ),
  /** What no saga may do, and this one did. */
  findings: Type.Array(Type.Object({ code: Type.String(), state: nullable(Type.String()), message: Type.String() })),
});
export type SimulationView = Static<typeof SimulationView>;

/** The failure paths of a definition that were played, and the failure edges they go over. */
export const CoverageView = Type.Object({
  passed: Type.Boolean(),
  covered: Type.Integer(),
  total: Type.Integer(),
  missing: Type.Array(Type.String()),
  /** Whether every configuration of the model was seen. */
  complete: Type.Boolean(),
  paths: Type.Object({
    run: Type.Integer(),
    total: Type.String({ description: "A whole number as text: it may be longer than JSON holds exactly." }),
  }),
  cases: Type.Array(
    Type.Object({
      name: Type.String(),
      end: Type.String(),
      problems: Type.Array(Type.String()),
      story: Type.Array(Type.String()),
      path: Type.Array(Type.String()),
      undone: Type.Array(Type.String()),
    }),
  ),
});
export type CoverageView = Static<typeof CoverageView>;

export const SimulateView = Type.Object({
  definition: Type.String(),
  version: Type.String(),
  hash: Type.String(),
  simulation: SimulationView,
  coverage: nullable(CoverageView),
});
export type SimulateView = Static<typeof SimulateView>;
