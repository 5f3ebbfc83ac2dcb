import { describe, expect, test } from "vitest";
import { validateText } from "../validate-text.ts";
import { caretOf } from "./caret.ts";
import { formatDiagnostic } from "./format.ts";
import { linesOf, spanBetween } from "./lines.ts";
import { toView } from "./view.ts";

const ORDER = `document: { dsl: '1.0', kind: saga, name: order, version: 1.0.0 }
input: { schema: { type: object, required: [orderId], properties: { orderId: { type: string } } } }
key: |
  \${ input.orderId
    + input.ordreId }
timeout: { after: 5m }
start: pause
states:
  pause:
    type: wait
    for: 5s
    next: dnoe
  done: { type: succeed, output: "caf\\u00e9 \${ input.orderId + 1 }" }
  lost: { type: succeed, output: 'it''s \${ uper(input.orderId) }' }
`;

describe("what a person reads", () => {
  test("a diagnostic has its place, its code, a sentence, a suggestion and the line with carets", () => {
    const { diagnostics } = validateText(ORDER);

    const text = diagnostics.map((diagnostic) => formatDiagnostic("order.yaml", ORDER, diagnostic)).join("\n");

    expect(text).toBe(GOLDEN);
  });

  test("a warning says that it is one", () => {
    const text =
      "document: { dsl: '1.0', kind: saga, name: a, version: 1.0.0 }\nstart: x\nstates:\n  x: { type: wait, for: 5s, next: y }\n  y: { type: succeed }\n";
    const { diagnostics } = validateText(text);

    expect(diagnostics.map((diagnostic) => formatDiagnostic("f.yaml", text, diagnostic).split("  ").slice(0, 3))).toEqual([
      ["f.yaml:4:3", "warning", "WAIT_WITHOUT_TIMEOUT"],
    ]);
  });

  test("the view of the API carries the remedy of the table and the same caret", () => {
    const [first] = validateText(ORDER).diagnostics;
    if (first === undefined) throw new Error("Nothing was told.");

    const view = toView(first, ORDER);

    expect(view).toMatchObject({ code: "UNDECLARED_PROPERTY", line: 5, column: 13, endLine: 5, endColumn: 20, suggestion: "orderId" });
    expect(view.remedy).toBe("Declare it under properties or required, or correct the name.");
    expect(view.caret).toBe(caretOf(ORDER, first.span));
  });
});

const GOLDEN = `order.yaml:5:13  UNDECLARED_PROPERTY  "ordreId" is not declared. Did you mean "orderId"?

   4 │   \${ input.orderId
   5 │     + input.ordreId }
     │             ^^^^^^^

order.yaml:12:11  UNKNOWN_STATE  No state is called "dnoe". Did you mean "done"?

   11 │     for: 5s
   12 │     next: dnoe
      │           ^^^^

order.yaml:13:48  EXPRESSION_TYPE  There is no "+" for string and number.

   12 │     next: dnoe
   13 │   done: { type: succeed, output: "caf\\u00e9 \${ input.orderId + 1 }" }
      │                                                ^^^^^^^^^^^^^^^^^

order.yaml:14:3  UNREACHABLE_STATE  No way leads to the state "lost".

   13 │   done: { type: succeed, output: "caf\\u00e9 \${ input.orderId + 1 }" }
   14 │   lost: { type: succeed, output: 'it''s \${ uper(input.orderId) }' }
      │   ^^^^

order.yaml:14:44  UNKNOWN_FUNCTION  There is no function uper().

   13 │   done: { type: succeed, output: "caf\\u00e9 \${ input.orderId + 1 }" }
   14 │   lost: { type: succeed, output: 'it''s \${ uper(input.orderId) }' }
      │                                            ^^^^^^^^^^^^^^^^^^^
`;

describe("the caret view", () => {
  test("a line that is very long is cut around its caret", () => {
    const text = `{${" ".repeat(500)}"wrong": 1,${" ".repeat(500)}}`;

    const view = caretOf(text, spanBetween(linesOf(text), 501, 508));

    expect(view.split("\n").every((line) => line.length < 160)).toBe(true);
    expect(view).toMatch(/"wrong": 1,.*\n.*\^{7}$/);
  });

  test("a span over several lines is marked to the end of its first line", () => {
    const text = "a:\n  - b\n  - c\n";

    const view = caretOf(text, spanBetween(linesOf(text), 5, 14));

    expect(view).toBe("   1 │ a:\n   2 │   - b\n     │   ^^^");
  });

  test.each(["\u001b", "\u007f", "\u009b", "\u202e", "\u2066", "\ufeff", "\u2028"])(
    "what steers a terminal or cannot be seen is one blank (%j)",
    (unseen) => {
      const text = `a: ${unseen}red`;

      const view = caretOf(text, spanBetween(linesOf(text), 3, 4));

      expect(view).toBe("   1 │ a:  red\n     │    ^");
    },
  );

  test("a place behind the end is the end", () => {
    const view = caretOf("a", spanBetween(linesOf("a"), 5, 9));

    expect(view).toBe("   1 │ a\n     │  ^");
  });
});
