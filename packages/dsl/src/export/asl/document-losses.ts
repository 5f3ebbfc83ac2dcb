import type { Json } from "@skald/shared";
import { memberOf } from "../../model/read-json.ts";
import type { SagaModel } from "../../model/saga-model.ts";
import type { ExportLoss } from "../loss.ts";

const FIELDS: readonly (readonly [field: string, what: string, remedy: string])[] = [
  [
    "input",
    "The input is not checked against its schema, and nothing sensitive in it is masked.",
    "Check it where executions are started.",
  ],
  ["idempotency", "A second start is a second execution.", "Name executions by the key: a name is used once."],
  ["concurrency", "Executions are not limited.", "Limit what starts them."],
  ["timeout", "The machine has no time-out: it would end the execution without an undo.", "Watch the age of executions."],
  ["retention", "Executions are kept as long as the platform keeps them.", "Set it there."],
  ["policy", "Nobody can repair an execution by command.", "Redrive it, or write states for it."],
  ["exposure", "The value at stake is not summed.", "Send it as a metric."],
  ["triggers", "Nothing starts the machine.", "Write rules or an API for it."],
  ["assertions", "Nothing is asserted.", "Test the machine."],
];

/** What a document says of the whole saga and a machine cannot, and what holds for every machine. */
export function documentLosses(document: Json, saga: SagaModel, expressions: readonly string[]): readonly ExportLoss[] {
  const dropped = FIELDS.filter(([field]) => memberOf(document, field) !== undefined).map(
    ([field, what, remedy]): ExportLoss => ({ at: `/${field}`, kind: "dropped", what, remedy }),
  );
  const changed = changes(saga, expressions).filter(([applies]) => applies);

  return [...dropped, ...changed.map(([, { at, ...loss }]): ExportLoss => ({ at, kind: "changed", ...loss }))];
}

type Change = readonly [applies: boolean, loss: Omit<ExportLoss, "kind">];

function changes({ compensation, recovery, states }: SagaModel, expressions: readonly string[]): readonly Change[] {
  const reads = (pattern: RegExp): boolean => expressions.some((source) => pattern.test(source));

  return [
    [
      compensation.order !== "reverse",
      {
        at: "/compensation/order",
        what: "Undos run one after another, last first.",
        remedy: "Put independent undos into a parallel state.",
      },
    ],
    [
      compensation.onFailure === "continue",
      {
        at: "/compensation/onFailure",
        what: "An undo that gives up ends the execution before the undos that are left.",
        remedy: "Lead its errors to the next undo.",
      },
    ],
    [
      recovery === "forward",
      { at: "/recovery", what: "A failure is undone and not retried for ever.", remedy: "Raise the attempts of each retry." },
    ],
    [
      reads(/\bid\(/),
      { at: "/states", what: "What id() gives is made of the name of the execution.", remedy: "Use names that are never used twice." },
    ],
    [
      reads(/\berror\.(?:type|detail)\b/),
      {
        at: "/states",
        what: "What error.type and error.detail give are words of the machine where no catch and no catalogue names the error.",
        remedy: "Compare with the errors of the machine.",
      },
    ],
    [
      states.some(({ type }) => type === "task"),
      {
        at: "/states",
        what: "Calls carry an Idempotency-Key and no other header of Skald: no fence refuses a late one.",
        remedy: "Make participants tell repeated and late calls by the key alone.",
      },
    ],
    [
      states.some(({ type }) => type === "switch" || type === "set" || type === "wait"),
      {
        at: "/states",
        what: "An expression that fails in a Choice, Pass or Wait ends the execution without an undo.",
        remedy: "Read only what is certain there.",
      },
    ],
    [
      compensation.onFailure !== "retryForever",
      {
        at: "/compensation",
        what: "An undo that gives up ends the execution: nobody can be waited for.",
        remedy: "Alarm on the error UndoStuck.",
      },
    ],
  ];
}
