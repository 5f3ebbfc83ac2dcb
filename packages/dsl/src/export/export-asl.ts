import type { Json, JsonObject } from "@skald/shared";
import { chartOf } from "../model/chart.ts";
import { memberOf, textAt, writtenAt } from "../model/read-json.ts";
import { writeScope } from "./asl/write-scope.ts";
import type { Machine } from "./asl/writer.ts";
import type { ExportScope } from "./called-operation.ts";
import type { ExportLoss } from "./loss.ts";

/** A machine in Amazon States Language (JSONata), and what it cannot say. */
export interface ExportedAsl {
  readonly machine: JsonObject;
  readonly losses: readonly ExportLoss[];
}

/**
 * A saga in Amazon States Language. It has no undo, so each failure edge leads through the undos of what is done by
 * then, last first. Calls become HTTP tasks; `${NAME}` is filled when the machine is deployed.
 */
export function exportAsl(saga: Json, scope: ExportScope): ExportedAsl {
  const chart = chartOf(saga);
  const machine: Machine = {
    saga,
    scope,
    chart,
    losses: documentLosses(saga),
    taken: new Set(),
    writeScope: (inner, around) => writeScope(machine, inner, around),
  };
  const head = memberOf(saga, "document");
  const written = writeScope(machine, chart.root, { prefix: "", outer: null });

  return {
    machine: {
      Comment: textAt(head, "title") ?? writtenAt(head, "name"),
      QueryLanguage: "JSONata",
      ...written,
    },
    losses: [...machine.losses].sort((left, right) => (left.at < right.at ? -1 : Number(left.at > right.at))),
  };
}

const FIELDS: readonly (readonly [field: string, what: string, remedy: string])[] = [
  ["idempotency", "A second start is a second execution.", "Name executions by the key: a name is used once."],
  ["concurrency", "Executions are not limited.", "Limit what starts them."],
  ["timeout", "The machine has no time-out: it would end the execution without an undo.", "Watch the age of executions."],
  ["retention", "Executions are kept as long as the platform keeps them.", "Set it there."],
  ["policy", "Nobody can repair an execution by command.", "Redrive it, or write states for it."],
  ["exposure", "The value at stake is not summed.", "Send it as a metric."],
  ["triggers", "Nothing starts the machine.", "Write rules or an API for it."],
  ["assertions", "Nothing is asserted.", "Test the machine."],
];

function documentLosses(saga: Json): ExportLoss[] {
  const dropped = FIELDS.filter(([field]) => memberOf(saga, field) !== undefined).map(
    ([field, what, remedy]): ExportLoss => ({ at: `/${field}`, kind: "dropped", what, remedy }),
  );
  const compensation = memberOf(saga, "compensation");
  const order = writtenAt(compensation, "order", "reverse");
  const makesIds = /\$\{[^}]*\bid\(/.test(JSON.stringify(saga));
  const changed: ExportLoss[] = [
    ...(order === "reverse"
      ? []
      : [
          {
            at: "/compensation/order",
            kind: "changed",
            what: "Undos run one after another, last first.",
            remedy: "Put independent undos into a parallel state.",
          } as const,
        ]),
    ...(textAt(saga, "recovery") === "forward"
      ? [
          {
            at: "/recovery",
            kind: "changed",
            what: "A failure is undone and not retried for ever.",
            remedy: "Raise the attempts of each retry.",
          } as const,
        ]
      : []),
    ...(makesIds
      ? [
          {
            at: "/states",
            kind: "changed",
            what: "What id() gives is made of the name of the execution.",
            remedy: "Use names that are never used twice.",
          } as const,
        ]
      : []),
    {
      at: "/compensation",
      kind: "changed",
      what: "An undo that gives up ends the execution: nobody can be waited for.",
      remedy: "Alarm on the error UndoStuck.",
    },
  ];

  return [...dropped, ...changed];
}
