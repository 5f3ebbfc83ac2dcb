import type { ProofViolation } from "@skald/shared";
import type { Change } from "./compile.ts";

/** A real mistake in one of the definitions, and what the proof must say of it. */
export interface Fault {
  readonly title: string;
  readonly definition: "order" | "wiki" | "trip" | "transfer";
  readonly changes: readonly Change[];
  readonly code: ProofViolation["code"];
  readonly state: string | null;
}

const VERIFY_OF_RESERVE =
  / {4}verify:\n {6}call: \{ method: GET, path: \/api\/reservations[\s\S]*? {4}compensate:\n {6}call: \{ method: POST, path: \/api\/inventory/;
const RELEASE = "    compensate:\n      call: { method: POST, path: /api/inventory";

/** The two drafts of the prototype, and its two mutants. */
export const DRAFTS: readonly Fault[] = [
  {
    title: "draft 1 of the order saga: the undo of createOrder is addressed by an id that only its answer knows",
    definition: "order",
    changes: [["/api/orders/${ params.id }/cancel", "/api/orders/${ output.orderId }/cancel"]],
    code: "NEEDLESS_SUSPENSION",
    state: "createOrder",
  },
  {
    title: "draft 1 of the wiki saga: unknown outcomes are compensated, and the undo of the snapshot reads its answer",
    definition: "wiki",
    changes: [
      ["onUnknownOutcome: verify", "onUnknownOutcome: compensate"],
      [
        / {4}verify:\n[\s\S]*?\n {4}compensate: \{ call: \{ method: DELETE, path: "\/snapshot/,
        '    compensate: { call: { method: DELETE, path: "/snapshot',
      ],
    ],
    code: "NEEDLESS_SUSPENSION",
    state: "createSnapshot",
  },
  {
    title: "mutant 1: reserve has a verify and no undo",
    definition: "order",
    changes: [[/ {4}compensate:\n {6}call: \{ method: POST, path: \/api\/inventory.*\n/, ""]],
    code: "LEFT_STANDING",
    state: "reserve",
  },
  {
    title: "mutant 2: ship stands after the pivot and may be refused",
    definition: "order",
    changes: [
      ["kind: retriable", 'kind: compensatable\n    compensate: { call: { method: DELETE, path: "/api/shipping/${ params.order }" } }'],
    ],
    code: "NEEDLESS_SUSPENSION",
    state: "ship",
  },
];

/** Mistakes people make, one each. */
export const FAULTS: readonly Fault[] = [
  {
    title: "an undo reads the answer, and verify gives no output",
    definition: "order",
    changes: [[/(reservations.size\(\) > 0 \})\n {6}output: .*\n/, "$1\n"]],
    code: "NEEDLESS_SUSPENSION",
    state: "reserve",
  },
  {
    title: "an undo reads the answer, and there is no verify",
    definition: "order",
    changes: [[VERIFY_OF_RESERVE, RELEASE]],
    code: "NEEDLESS_SUSPENSION",
    state: "reserve",
  },
  {
    title: "an undo reads the raw answer of a call whose outcome only verify knows",
    definition: "order",
    changes: [["${ output.reservations }", "${ response.body.reservations }"]],
    code: "CANNOT_EVALUATE",
    state: "reserve",
  },
  {
    title: "an undo reads a member its output never has",
    definition: "order",
    changes: [["${ output.reservations }", "${ output.reservationIds }"]],
    code: "CANNOT_EVALUATE",
    state: "reserve",
  },
  {
    title: "an undo reads a parameter that is never given",
    definition: "transfer",
    changes: [['DELETE, path: "/debits/${ params.id }"', 'DELETE, path: "/debits/${ params.debitId }"']],
    code: "CANNOT_EVALUATE",
    state: "debit",
  },
  {
    title: "an undo reads steps, which move on",
    definition: "trip",
    changes: [['DELETE, path: "/hotels/${ params.id }"', 'DELETE, path: "/hotels/${ steps.hotel.output.id }"']],
    code: "CANNOT_EVALUATE",
    state: "hotel",
  },
  {
    title: "an undo splices a map into its query",
    definition: "wiki",
    changes: [['query: { saga: "${ saga.id }" }, accept: [404] } }', 'query: { saga: "${ params }" }, accept: [404] } }']],
    code: "CANNOT_EVALUATE",
    state: "saveGraph",
  },
  {
    title: "verify asks with a value only the answer has",
    definition: "order",
    changes: [
      [
        'query: { order: "${ params.order }" } }\n      happened: ${ has',
        'query: { id: "${ output.paymentId }" } }\n      happened: ${ has',
      ],
    ],
    code: "CANNOT_EVALUATE",
    state: "authorise",
  },
  {
    title: "the output of verify reads a parameter that is never given",
    definition: "wiki",
    changes: [["${ response.body.?snapshot_id.orValue('none') }", "${ params.snapshot }"]],
    code: "CANNOT_EVALUATE",
    state: "createSnapshot",
  },
  {
    title: "a step before the pivot has no undo",
    definition: "transfer",
    changes: [[/ {4}compensate: \{ call: \{ method: DELETE, path: "\/debits.*\n/, ""]],
    code: "LEFT_STANDING",
    state: "debit",
  },
  {
    title: "a retriable step stands before the pivot",
    definition: "order",
    changes: [[/kind: readOnly\n/, "kind: retriable\n"]],
    code: "LEFT_STANDING",
    state: "score",
  },
  {
    title: "a step calls itself irreversible only in a comment",
    definition: "wiki",
    changes: [["    irreversible: true\n", ""]],
    code: "LEFT_STANDING",
    state: "announce",
  },
  {
    title: "a pivot cannot say whether it happened",
    definition: "transfer",
    changes: [[/ {4}verify: \{ call.*\n/, ""]],
    code: "NEEDLESS_SUSPENSION",
    state: "credit",
  },
  {
    title: "the answer of the verify of a pivot cannot be read",
    definition: "order",
    changes: [
      [
        'happened: ${ response.body.status == "captured" }\n      conclusive: true',
        'happened: ${ response.body.status == "captured" }\n      output: { at: "${ output.at }" }\n      conclusive: true',
      ],
    ],
    code: "CANNOT_EVALUATE",
    state: "capture",
  },
  {
    title: "a switch reads the answer of a step that may have been passed over",
    definition: "trip",
    changes: [['${ steps.car.status == "succeeded" }', "${ steps.car.output.id }"]],
    code: "CANNOT_EVALUATE",
    state: "booked",
  },
  {
    title: "the output of the saga reads a step that one of the ways leaves out",
    definition: "trip",
    changes: [["${ vars.hasCar }", "${ steps.car.output }"]],
    code: "CANNOT_EVALUATE",
    state: "done",
  },
  {
    title: "a step is given the answer of a step after it",
    definition: "wiki",
    changes: [["${ steps.fetchDocuments.output.documents }", "${ steps.createSnapshot.output.snapshotId }"]],
    code: "CANNOT_EVALUATE",
    state: "saveGraph",
  },
  {
    title: "a variable is read on a way that does not set it",
    definition: "trip",
    changes: [["    default: booked", "    default: done"]],
    code: "CANNOT_EVALUATE",
    state: "done",
  },
  {
    title: "an optional step without an undo leaves it open whether it happened",
    definition: "trip",
    changes: [[/ {4}compensate: \{ call: \{ method: DELETE, path: "\/cars.*\n/, ""]],
    code: "LEFT_IN_DOUBT",
    state: "car",
  },
  {
    title: "a step fails unknown, is caught, and nothing undoes it",
    definition: "trip",
    changes: [
      [/ {4}compensate: \{ call: \{ method: DELETE, path: "\/hotels.*\n/, ""],
      ["errors: [FullyBooked], next: rest", 'errors: ["*"], next: extras'],
    ],
    code: "LEFT_IN_DOUBT",
    state: "hotel",
  },
  {
    title: "a catch after the pivot wants to undo",
    definition: "order",
    changes: [
      ["kind: retriable", "kind: compensatable"],
      [
        'with: { order: "${ input.orderId }" }, next: confirmed',
        'with: { order: "${ input.orderId }" }, catch: [{ errors: ["*"], compensate: true, next: rejected }], next: confirmed',
      ],
    ],
    code: "NEEDLESS_SUSPENSION",
    state: "ship",
  },
  {
    title: "a step is given a number where its operation takes a text",
    definition: "trip",
    changes: [["with: { id: '${ id(\"flight\") }' }", "with: { id: 7 }"]],
    code: "CANNOT_EVALUATE",
    state: "flight",
  },
  {
    title: "an error is read where none was caught",
    definition: "trip",
    changes: [['steps.car.status == "succeeded"', 'error.type == "FullyBooked"']],
    code: "CANNOT_EVALUATE",
    state: "booked",
  },
];
