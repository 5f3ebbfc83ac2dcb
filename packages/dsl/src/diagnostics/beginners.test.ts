import { describe, expect, test } from "vitest";
import { validateText } from "../validate-text.ts";
import { sentenceOf } from "./format.ts";

// What somebody writes who does not know the language yet. One mistake is told once, at its place, in a sentence that
// needs no knowledge of the parser.

const STOCK = `document: { dsl: "1.0", kind: service, namespace: shop, name: inventory, version: 1.0.0 }
baseUrl: http://127.0.0.1:1
operations:
  reserve:
    kind: readOnly
    params: { type: object, required: [orderId], properties: { orderId: { type: string } } }
    call: { method: POST, path: /reserve, body: "\${ params }" }
    output: { list: "\${ response.body.list }" }
    errors: [{ when: "\${ response.status == 409 }", type: OutOfStock }]
`;

const SAGA = `document: { dsl: "1.0", kind: saga, namespace: shop, name: order, version: 1.0.0 }
input:
  schema: { type: object, required: [orderId], properties: { orderId: { type: string } } }
key: \${ input.orderId }
timeout: { after: 5m, then: compensate }
start: reserve
states:
  reserve:
    type: task
    call: inventory.reserve
    with: { orderId: "\${ input.orderId }" }
    catch:
      - { errors: [OutOfStock], compensate: true, next: refused }
    next: decide
  decide:
    type: switch
    cases:
      - when: \${ input.orderId == "A" }
        next: done
    default: refused
  done:
    type: succeed
    output: { list: "\${ steps.reserve.output.list }" }
  refused:
    type: fail
    error: { type: OutOfStock, status: 409 }
`;

function told(from: string, to: string): readonly string[] {
  if (!SAGA.includes(from)) throw new Error(`The saga has no "${from}".`);
  const { diagnostics } = validateText(`${SAGA.replace(from, to)}---\n${STOCK}`, { many: true });

  return diagnostics.map((each) => `${each.span.line}:${each.span.column} ${each.code} ${sentenceOf(each)}`);
}

describe("a beginner's mistake", () => {
  test("is none of those below while nothing is changed", () => {
    expect(told("start", "start")).toEqual([]);
  });

  test.each([
    [
      "a mistyped next",
      "    next: decide",
      "    nxt: decide",
      '14:5 UNKNOWN_FIELD The field "nxt" is not known in "states.reserve". Did you mean "next"?',
    ],
    [
      "a next in capitals",
      "    next: decide",
      "    Next: decide",
      '14:5 UNKNOWN_FIELD The field "Next" is not known in "states.reserve". Did you mean "next"?',
    ],
    ["a next without a name", "    next: decide", "    next:", '14:10 WRONG_TYPE "states.reserve.next" must be a text, not empty.'],
    ["no next", "    next: decide\n", "", '8:3 DEAD_END "reserve" leads nowhere: it has no next.'],
    [
      "end where next is needed",
      "    next: decide",
      "    end: true",
      '8:3 DEAD_END "reserve" cannot end here: end: true is for branches and bodies; give it next.',
    ],
    [
      "a mistyped start",
      "start: reserve",
      "strat: reserve",
      '6:1 UNKNOWN_FIELD The field "strat" is not known at the top of the document. Did you mean "start"?',
    ],
    [
      "states in the singular",
      "states:",
      "state:",
      '7:1 UNKNOWN_FIELD The field "state" is not known at the top of the document. Did you mean "states"?',
    ],
    [
      "a start that is no state",
      "start: reserve",
      "start: resrve",
      '6:8 UNKNOWN_STATE No state is called "resrve". Did you mean "reserve"?',
    ],
    [
      "a catch that is no list",
      "      - { errors: [OutOfStock], compensate: true, next: refused }",
      "      errors: [OutOfStock]",
      '13:7 WRONG_TYPE "states.reserve.catch" must be a list, not an object.',
    ],
    [
      "yes",
      "compensate: true",
      "compensate: yes",
      '13:45 WRONG_TYPE "states.reserve.catch.0.compensate" must be true or false, not a text. Did you mean "true"?',
    ],
    [
      "Off",
      "compensate: true",
      "compensate: Off",
      '13:45 WRONG_TYPE "states.reserve.catch.0.compensate" must be true or false, not a text. Did you mean "false"?',
    ],
    [
      "another text for true or false",
      "compensate: true",
      "compensate: constructor",
      '13:45 WRONG_TYPE "states.reserve.catch.0.compensate" must be true or false, not a text.',
    ],
    [
      "a number for true or false",
      "compensate: true",
      "compensate: 1",
      '13:45 WRONG_TYPE "states.reserve.catch.0.compensate" must be true or false, not a number.',
    ],
    [
      "a duration without a unit",
      "    next: decide",
      "    timeout: 5\n    next: decide",
      '14:14 WRONG_TYPE "states.reserve.timeout" must be a duration such as 100ms, 5s, 1h30m, 7d or PT5S, not a number.',
    ],
    [
      "no attempts at all",
      "    next: decide",
      "    retry: { attempts: 0 }\n    next: decide",
      '14:24 OUT_OF_RANGE "states.reserve.retry.attempts" must be at least 1.',
    ],
    ["no errors to catch", "[OutOfStock]", "[]", '13:19 OUT_OF_RANGE "states.reserve.catch.0.errors" must have at least 1 item.'],
    [
      "a line too far to the left",
      "    call: inventory",
      "   call: inventory",
      "10:1 SYNTAX This line is indented in a way that fits no level around it.",
    ],
    [
      "a line too far to the right",
      "    call: inventory",
      "      call: inventory",
      "9:11 SYNTAX The line below is indented deeper than this one, which has its value already: begin both in the same column.",
    ],
    ["a tab", "    call: inventory", "\tcall: inventory", "10:1 TAB_INDENT This line is indented with a tab."],
    ["no blank behind a colon", "    type: task", "    type:task", "9:5 SYNTAX A blank is missing behind the colon."],
    [
      "a text with a colon",
      "    error: { type: OutOfStock, status: 409 }",
      "    error:\n      detail: sold out: sorry",
      "27:15 SYNTAX A second colon on one line: quote the text, or begin a new line.",
    ],
    [
      "a text with a colon in braces",
      "status: 409",
      "detail: sold out: sorry",
      "26:40 SYNTAX A comma is missing, or a text with a colon is not in quotes; what stands in braces has braces and brackets of its own.",
    ],
    [
      "an asterisk without quotes",
      "[OutOfStock]",
      "[*]",
      '13:20 SYNTAX An asterisk begins an alias: to mean the asterisk itself, quote it, "*".',
    ],
    [
      "a text that begins with @",
      "    next: decide",
      "    next: @decide",
      "14:11 SYNTAX A text may not begin with this character: quote it.",
    ],
    ["one =", "==", "=", '18:32 EXPRESSION_SYNTAX "=" has no place here: two values are compared with == or !=.'],
    ["three =", "==", "===", '18:34 EXPRESSION_SYNTAX "=" has no place here: two values are compared with == or !=.'],
    [
      "an arrow",
      'input.orderId == "A"',
      "[1].exists(x => x == 1)",
      '18:31 EXPRESSION_SYNTAX "=" has no place here: a list is gone through with its item as a name, such as items.map(item, item.price).',
    ],
    ["and", '== "A"', '== "A" and true', '18:39 EXPRESSION_SYNTAX "and" has no place here: both is written &&.'],
    ["a parenthesis too many", 'input.orderId == "A"', 'input.orderId == "A")', '18:38 EXPRESSION_SYNTAX ")" has no place here.'],
    [
      "a state where its output is meant",
      "steps.reserve.output.list",
      "reserve.list",
      '23:25 UNKNOWN_REFERENCE "reserve" is not in scope here. Did you mean "steps.reserve.output"?',
    ],
    [
      "a field of the input alone",
      "input.orderId ==",
      "orderId ==",
      '18:18 UNKNOWN_REFERENCE "orderId" is not in scope here. Did you mean "input.orderId"?',
    ],
    ["a name that is nowhere", "input.orderId ==", "customer ==", '18:18 UNKNOWN_REFERENCE "customer" is not in scope here.'],
    [
      "a step where no step is yet",
      "key: ${ input.orderId }",
      "key: ${ reserve }",
      '4:9 UNKNOWN_REFERENCE "reserve" is not in scope here.',
    ],
    [
      "a function of another language",
      "input.orderId ==",
      "input.orderId.toUpperCase() ==",
      '18:18 UNKNOWN_FUNCTION There is no function toUpperCase(). Did you mean "upperAscii"?',
    ],
  ])("is told once: %s", (_name, from, to, sentence) => {
    expect(told(from, to)).toEqual([sentence]);
  });

  test.each(["states: {}", "states:"])("is not told for each name that leads to a state where there is none: %s", (states) => {
    const { diagnostics } = validateText(`${SAGA.split("states:")[0]}${states}\n`);

    expect(diagnostics.map(({ message }) => message)).toEqual([expect.stringMatching(/^"states" must /)]);
  });
});
