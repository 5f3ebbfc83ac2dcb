import { headOf } from "./told.ts";

/** The catalogue the saga below calls. */
export const BLOCKS_SERVICE = `document: { dsl: '1.0', kind: service, name: stock, version: 1.0.0 }
baseUrl: http://127.0.0.1:1
operations:
  hold: { kind: compensatable, call: { method: POST, path: /hold }, compensate: { call: { method: POST, path: /free } } }
  find: { kind: readOnly, call: { method: GET, path: /find } }
  move:
    kind: compensatable
    twoPhase: { prepare: { method: POST, path: /p }, commit: { method: POST, path: /c }, abort: { method: POST, path: /a } }
    compensate: { call: { method: POST, path: /back } }
---
`;

/** A right saga with a state of every type, and the child it starts. */
export const EVERY_TYPE = `${headOf("every")}key: \${ input.id }
timeout: { after: 1d }
start: check
states:
  check: { type: switch, cases: [ { when: '\${ input.large }', next: ask } ], default: pick }
  ask: { type: human, outcomes: { yes: pick, no: refused }, timeout: 1h, onTimeout: refused }
  pick:
    type: parallel
    branches:
      truck:
        start: load
        states:
          load: { type: task, call: stock.hold, catch: [ { errors: ['*'], next: full } ], next: drive }
          drive: { type: listen, event: { type: truck.arrived }, compensate: { emit: { type: truck.returned } }, end: true }
          full: { type: fail, error: { type: Full } }
      papers:
        start: print
        states: { print: { type: emit, event: { type: papers.wanted }, end: true } }
    catch: [ { errors: ['*'], compensate: true, next: refused } ]
    next: parcels
  parcels:
    type: forEach
    in: \${ input.parcels }
    body:
      start: label
      states:
        label: { type: task, call: stock.hold, next: weigh }
        weigh: { type: task, call: stock.find, end: true }
    compensation: { batch: { call: stock.find } }
    next: rest
  rest: { type: wait, for: 1h, next: note }
  note: { type: set, values: { at: '\${ saga.id }' }, next: insure }
  insure: { type: saga, saga: insurance, catch: [ { errors: ['*'], next: undoNote } ], next: pay }
  undoNote: { type: compensate, only: [parcels], next: pay }
  pay:
    type: transaction
    protocol: 2pc
    kind: pivot
    participants: [ { name: buyer, call: stock.move }, { name: seller, call: stock.move } ]
    next: done
  done: { type: succeed, output: '\${ vars.at }' }
  refused: { type: fail, error: { type: Refused } }
---
${headOf("insurance")}start: done
states:
  done: { type: succeed }
`;
