import { describe, expect, test } from "vitest";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { type ValidateOptions, validateText, verdictOf } from "./validate-text.ts";

const STOCK = `document: { dsl: '1.0', kind: service, namespace: shop, name: stock, version: 1.2.0 }
baseUrl: \${ env.STOCK_URL }
timeout: 5s
operations:
  reserve:
    kind: compensatable
    params: { type: object, required: [orderId], additionalProperties: false, properties: { orderId: { type: string }, note: { type: string, sensitive: true } } }
    call: { method: POST, path: '/reserve/\${ params.orderId }', body: '\${ params }' }
    output: { id: '\${ response.body.id }' }
    errors: [ { when: '\${ response.status == 409 }', type: OutOfStock } ]
    compensate: { call: { method: POST, path: /release, body: { orderId: '\${ params.orderId }' } } }
`;

const SAGA = `document: { dsl: '1.0', kind: saga, namespace: shop, name: order, version: 1.0.0 }
use: { services: { stock: 'shop/stock@^1.0' } }
input: { schema: { type: object, required: [orderId, total, card], properties: { orderId: { type: string }, total: { type: number }, card: { type: string, sensitive: true } } } }
key: \${ input.orderId }
timeout: { after: 5m, then: compensate }
start: reserve
states:
  reserve:
    type: task
    call: stock.reserve
    with: { orderId: '\${ input.orderId }' }
    catch: [ { errors: [OutOfStock], compensate: true, next: rejected } ]
    next: done
  done: { type: succeed, output: '\${ steps.reserve.output.id }' }
  rejected: { type: fail, error: { type: OrderRejected } }
`;

const stock = validateText(STOCK).documents[0];
const find: NonNullable<ValidateOptions["find"]> = (namespace, name) =>
  stock?.kind === "service" && namespace === "shop" && name === "stock" ? stock.model : null;

const RUNNABLE: NonNullable<ValidateOptions["runnable"]> = new Set(["task", "switch", "wait", "set", "succeed", "fail"]);

function withLine(text: string, line: number, replacement: string): string {
  return text
    .split("\n")
    .map((each, index) => (index === line - 1 ? replacement : each))
    .join("\n");
}

function brief({ code, span, suggestion }: Diagnostic): string {
  return `${code} ${span.line}:${span.column}${suggestion === undefined ? "" : ` ${suggestion}`}`;
}

describe("a correct text", () => {
  test("a saga and its catalogue have nothing to tell", () => {
    const together = validateText(`${STOCK}---\n${SAGA}`, { many: true });
    const alone = validateText(SAGA, { find });

    expect(together.diagnostics).toEqual([]);
    expect(alone.diagnostics).toEqual([]);
  });

  test("the same document in JSON gives the same model", () => {
    const yaml = validateText(SAGA, { find }).documents[0];

    const json = validateText(JSON.stringify(yaml?.source.value), { find });

    expect(json.diagnostics).toEqual([]);
    expect(json.documents[0]?.model).toEqual(yaml?.model);
  });

  test("a list of documents is read like several documents", () => {
    const values = [STOCK, SAGA].map((text) => validateText(text, { find }).documents[0]?.source.value);

    const validation = validateText(JSON.stringify(values), { many: true });

    expect(validation.diagnostics).toEqual([]);
    expect(validation.documents.map((document) => document.kind)).toEqual(["service", "saga"]);
  });
});

// One line of the saga is replaced; what is told, where, and what was probably meant.
const WRONG_SAGAS: readonly (readonly [line: number, replacement: string, told: string])[] = [
  [1, "document: { dsl: '1.0', kind: sgaa, namespace: shop, name: order, version: 1.0.0 }", "NOT_ONE_OF 1:31 saga"],
  [1, "document: { dsl: '2.0', kind: saga, namespace: shop, name: order, version: 1.0.0 }", "NOT_ONE_OF 1:18 1.0"],
  [1, "document: { dsl: '1.0', kind: saga, namespace: shop, name: order, version: 1.0 }", "UNQUOTED_VERSION 1:76"],
  [1, "document: { dsl: '1.0', kind: saga, namespace: shop, name: 'or der', version: 1.0.0 }", "BAD_NAME 1:60"],
  [1, "document: { dsl: '1.0', kind: saga, namespace: shop, name: order }", "MISSING_FIELD 1:1"],
  [1, "document: { dsl: '1.0', kind: saga, namespace: shop, name: order, version: 1.0.0, titel: x }", "UNKNOWN_FIELD 1:83 title"],
  [2, "use: { services: { stock: shop/stock@latest } }", "BAD_FORMAT 2:27"],
  [2, "use: { services: { stock: 'shop/stock@^1.0', mail: 'shop/mail@^1.0' } }", "UNUSED_SERVICE 2:46; UNKNOWN_SERVICE 2:52"],
  [3, "input: { schema: { type: objekt } }", "BAD_SCHEMA 3:26"],
  [3, "input: { schema: { type: object, required: [orderId], propertys: { orderId: { type: string } } } }", "BAD_SCHEMA 3:55 properties"],
  [4, "key: ${ input.oderId }", "UNDECLARED_PROPERTY 4:15 orderId"],
  [4, "key: input.orderId", "NOT_AN_EXPRESSION 4:6 ${ input.orderId }"],
  [4, "key: order-${ input.orderId }", "NOT_AN_EXPRESSION 4:6"],
  [4, "key: ${ input.orderId + }", "EXPRESSION_SYNTAX 4:24"],
  [4, "key: ${ input.orderId == 5 ? 'a' : 'b' }", "QUOTE_EXPRESSION 4:6"],
  [4, "key: ${ input.orderId", "UNCLOSED_EXPRESSION 4:6"],
  [4, "key: ${ steps.reserve.output.id }", "UNKNOWN_REFERENCE 4:9"],
  [4, "key: ${ input.card }", "SENSITIVE_NOT_ALLOWED 4:9"],
  [4, "key: ${ secrets.salt }", "SECRET_NOT_ALLOWED 4:9"],
  [5, "timeout: { after: 5 minutes, then: compensate }", "BAD_DURATION 5:19"],
  [5, "timeout: { after: 401d, then: compensate }", "BAD_DURATION 5:19"],
  [5, "timeout: { after: 5m, then: compensat }", "NOT_ONE_OF 5:29 compensate"],
  [5, "timeout: 5m", "WRONG_TYPE 5:10"],
  [5, "timeout: { after: 10s }", "RETRY_OUTLASTS_TIMEOUT 8:3"],
  [6, "start: resrve", "UNKNOWN_STATE 6:8 reserve"],
  [7, "sates:", "UNKNOWN_FIELD 7:1 states"],
  [8, "  re-serve:", "UNKNOWN_STATE 6:8 re-serve; BAD_NAME 8:3; UNKNOWN_REFERENCE 14:38 re-serve"],
  [9, "    type: tsak", "NOT_ONE_OF 9:11 task"],
  [8, "  tell: { type: emit, event: { type: a }, next: reserve }\n  reserve:", "UNREACHABLE_STATE 8:3; NOT_YET_RUNNABLE 8:17"],
  [9, "\ttype: task", "TAB_INDENT 9:1"],
  [10, "    call: stock.resreve", "UNKNOWN_OPERATION 10:17 reserve"],
  [10, "    call: stokc.reserve", "UNUSED_SERVICE 2:20; UNKNOWN_SERVICE 10:11 stock"],
  [10, "    call: stock", "BAD_FORMAT 10:11"],
  [10, "    call: { worker: { queue: q } }", "UNUSED_SERVICE 2:20; MISSING_UNDO 8:3; NOT_YET_RUNNABLE 10:13; UNKNOWN_ERROR_TYPE 12:25"],
  [11, "    with: { ordrId: '${ input.orderId }' }", "MISSING_PARAM 11:5; UNDECLARED_PROPERTY 11:13 orderId"],
  [11, "    with: { orderId: ${ input.orderId } }", "QUOTE_EXPRESSION 11:22"],
  [11, "    with: { orderId: '${ input.orderId + input.total }' }", "EXPRESSION_TYPE 11:26"],
  [11, "    with: { orderId: '${ input.card }' }", "SENSITIVE_NOT_ALLOWED 11:26"],
  [11, "    with: { orderId: '${ uper(input.orderId) }' }", "UNKNOWN_FUNCTION 11:26"],
  [11, "    with: { orderId: '${ inputs.orderId }' }", "UNKNOWN_REFERENCE 11:26 input"],
  [11, "    with: { orderId: '${ env.REGION }' }", "ENV_NOT_ALLOWED 11:26"],
  [11, "    with: { orderId: '${ vars.total }' }", "UNKNOWN_REFERENCE 11:26"],
  [11, "    with: { orderId: '${ input.orderId }' }\n    lock: { key: 'a' }", "NOT_YET_RUNNABLE 12:5"],
  [11, "    with: { orderId: '${ input.orderId }' }\n    retry: { attempts: 0 }", "OUT_OF_RANGE 12:24"],
  [
    12,
    "    catch: [ { errors: [OutOfStok], compensate: true, next: rejected } ]",
    "ERROR_NOT_CAUGHT 10:11; UNKNOWN_ERROR_TYPE 12:25 OutOfStock",
  ],
  [12, "    catch: [ { errors: [OutOfStock], compensate: true, next: rejeted } ]", "UNKNOWN_STATE 12:62 rejected"],
  [12, "    catch: [ { errors: [OutOfStock], next: done } ]", "OUTPUT_NOT_CERTAIN 14:38; UNREACHABLE_STATE 15:3"],
  [13, "    nxt: done", "UNKNOWN_FIELD 13:5 next"],
  [13, "    next: done\n    next: rejected", "DUPLICATE_KEY 14:5"],
  [14, "  done: { type: succeed, output: '${ steps.reserve.output.ib }' }", "UNDECLARED_PROPERTY 14:38 id"],
  [14, "  done: { type: succeed, output: '${ steps.reserv.output }' }", "UNKNOWN_REFERENCE 14:38 reserve"],
  [14, "  done: { type: succeed, output: '${ steps.reserve.outputs }' }", "UNDECLARED_PROPERTY 14:38 output"],
  [14, "  done: { type: succeed, output: '${ error.type }' }", "UNKNOWN_REFERENCE 14:38"],
  [14, "  done: { type: succeed, <<: {} }", "MERGE_KEY 14:26"],
  [14, "  done: { type: succeed, output: { constructor: 1 } }", "RESERVED_KEY 14:36"],
  [14, "  done: { type: succeed, output: 12345678901234567890 }", "NUMBER_NOT_EXACT 14:34"],
  [15, "  rejected: { type: fail, error: { typ: OrderRejected } }", "UNKNOWN_FIELD 15:36 type"],
  [15, "  rejected: { type: fail, error: { type: OrderRejected, status: 99 } }", "OUT_OF_RANGE 15:65"],
  [15, "  rejected: { type: fail, error: { type: OrderRejected, detail: 'no ${ input.items }' } }", "UNDECLARED_PROPERTY 15:78"],
  [15, "  rejected: { type: fail, error: { type: OrderRejected, detail: 'no ${ [1] }' } }", "EXPRESSION_TYPE 15:72"],
];

describe("a saga with one mistake", () => {
  test.each(WRONG_SAGAS)("line %i: %s", (line, replacement, told) => {
    const { diagnostics } = validateText(withLine(SAGA, line, replacement), { find, runnable: RUNNABLE });

    expect(diagnostics.map(brief).join("; ")).toBe(told);
  });
});

const WRONG_SERVICES: readonly (readonly [line: number, replacement: string, told: string])[] = [
  [2, "baseUrl: ${ secrets.url }", "SECRET_NOT_ALLOWED 2:13"],
  [2, "baseUri: http://127.0.0.1", "MISSING_FIELD 1:1; UNKNOWN_FIELD 2:1 baseUrl"],
  [
    2,
    "baseUrl: ${ env.STOCK_URL }\nprotocol: postgres",
    "MISSING_FIELD 1:1; NOT_YET_RUNNABLE 3:1; UNKNOWN_FIELD 9:13; UNDECLARED_PROPERTY 10:32; UNDECLARED_PROPERTY 11:36; UNKNOWN_FIELD 12:27",
  ],
  [2, "baseUrl: ${ env.STOCK_URL }\nauth: { signature: { secret: '${ secrets.key }' } }", "NOT_YET_RUNNABLE 3:9"],
  [2, "baseUrl: ${ env.STOCK_URL }\nauth: { bearer: { token: a }, basic: { username: a, password: b } }", "EXCLUSIVE_FIELDS 3:1"],
  [3, "timeout: 5", "WRONG_TYPE 3:10"],
  [6, "    kind: compensable", "NOT_ONE_OF 6:11 compensatable"],
  [6, "    kind: pivot", "PIVOT_WITHOUT_VERIFY 5:3; UNDO_NEVER_RUNS 11:5"],
  [8, "    call: { method: post, path: /reserve }", "NOT_ONE_OF 8:21 POST"],
  [8, "    call: { method: POST, path: reserve }", "BAD_FORMAT 8:33"],
  [8, "    call: { method: POST, path: '/reserve/${ params.note }' }", "SENSITIVE_NOT_ALLOWED 8:46"],
  [8, "    call: { method: POST, path: '/reserve/${ response.body.id }' }", "UNKNOWN_REFERENCE 8:46"],
  [10, "    errors: [ { when: '${ response.status }', type: OutOfStock } ]", "EXPRESSION_TYPE 10:23"],
  [11, "    compensate: { call: { method: DELETE, path: '/reservations/${ output.id }' } }", "UNDO_NEEDS_OUTPUT 11:67"],
  [11, "    compensate: { call: { method: DELETE, path: '/reservations/${ output.?id.orValue(\"\") }' } }", "UNDO_NEEDS_OUTPUT 11:67"],
  [11, "", "MISSING_UNDO 5:3"],
];

describe("a catalogue with one mistake", () => {
  test.each(WRONG_SERVICES)("line %i: %s", (line, replacement, told) => {
    const { diagnostics } = validateText(withLine(STOCK, line, replacement), { runnable: RUNNABLE });

    expect(diagnostics.map(brief).join("; ")).toBe(told);
  });
});

describe("a text as a whole", () => {
  test("all problems are told at once, in the order of the text", () => {
    const text = withLine(withLine(withLine(SAGA, 4, "key: input.orderId"), 6, "start: resrve"), 13, "    next: doen");

    const { diagnostics, documents } = validateText(text, { find });

    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(["NOT_AN_EXPRESSION", "UNKNOWN_STATE", "UNKNOWN_STATE"]);
    expect(documents[0]?.model).toBeNull();
  });

  test("more than 200 problems are counted, not listed", () => {
    const fields = Array.from({ length: 300 }, (_, index) => `x${index}: 1`).join("\n");

    const { diagnostics } = validateText(`${SAGA}${fields}\n`, { find });

    expect(diagnostics).toHaveLength(201);
    expect(diagnostics.filter((diagnostic) => diagnostic.code === "TOO_MANY_PROBLEMS")).toHaveLength(1);
  });

  test("a document in error does not hide another that is right", () => {
    const { documents } = validateText(`${STOCK}---\n${withLine(SAGA, 6, "start: nowhere")}`, { many: true });

    expect(documents.map((document) => document.model === null)).toEqual([false, true]);
  });

  test("a service of the text wins over one found elsewhere", () => {
    const { documents } = validateText(`${STOCK}---\n${SAGA}`, { many: true, find: () => null });

    expect(documents[1]?.resolved.get("stock")?.version).toBe("1.2.0");
  });

  test("the verdict tells what this host cannot run yet from what is wrong", () => {
    const later = validateText(withLine(SAGA, 4, "exposure: ${ input.total }"), { find, runnable: RUNNABLE });
    const wrong = validateText(withLine(SAGA, 4, "exposure: ${ input.total }\nkee: 1"), { find, runnable: RUNNABLE });

    expect(verdictOf(later.diagnostics)).toBe("notYetRunnable");
    expect(verdictOf(wrong.diagnostics)).toBe("invalid");
  });

  test("without a host that says what it runs, the whole language is valid", () => {
    const { diagnostics } = validateText(withLine(SAGA, 4, "exposure: ${ input.total }"), { find });

    expect(diagnostics).toEqual([]);
  });

  test("what a host cannot run is told inside branches and bodies too", () => {
    const text = SAGA.replace("start: reserve", "start: each").replace(
      "states:",
      `states:
  each:
    type: forEach
    in: \${ [1] }
    body:
      start: both
      states:
        both:
          type: parallel
          branches:
            a: { start: x, states: { x: { type: task, kind: readOnly, call: { worker: { queue: q } }, end: true } } }
            b: { start: y, states: { y: { type: emit, event: { type: told }, end: true } } }
          end: true
    next: reserve`,
    );

    const { diagnostics } = validateText(text, { find, runnable: new Set([...RUNNABLE, "forEach"]) });

    expect(diagnostics.map(brief)).toEqual(["NOT_YET_RUNNABLE 15:17", "NOT_YET_RUNNABLE 17:79", "NOT_YET_RUNNABLE 18:49"]);
  });

  test("of a state or an operation that is none nobody says whether it can run", () => {
    const saga = validateText("document: { dsl: '1.0', kind: saga, name: a, version: 1.0.0 }\nstart: s\nstates: { s: 5 }\n", {
      runnable: RUNNABLE,
    });
    const service = validateText(STOCK.replace(/operations:.*/s, "operations: { reserve: 5 }\n"), { runnable: RUNNABLE });

    expect(saga.diagnostics.map(brief)).toEqual(["WRONG_TYPE 3:14"]);
    expect(service.diagnostics.map(brief)).toEqual(["MISSING_UNDO 4:15", "WRONG_TYPE 4:24"]);
  });

  test("a definition of more than 500 states is refused", () => {
    const states = Array.from({ length: 501 }, (_, index) => `  s${index}: { type: wait, for: 1s, next: s${index + 1} }`).join("\n");
    const head = SAGA.split("\n").slice(0, 1).join("\n");

    const { diagnostics } = validateText(`${head}\nstart: s0\nstates:\n${states}\n  s501: { type: succeed }\n`);

    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(["TOO_MANY_STATES"]);
  });

  test("an expression that is too long is refused", () => {
    const long = `key: '\${ ${"input.orderId + ".repeat(2000)}input.orderId }'`;

    const { diagnostics } = validateText(withLine(SAGA, 4, long), { find });

    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(["EXPRESSION_TOO_COMPLEX"]);
  });
});
