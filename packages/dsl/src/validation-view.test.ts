import { sha256Hex } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { type ValidationViewOptions, validationView } from "./validation-view.ts";

const STOCK =
  "document: { dsl: '1.0', kind: service, namespace: shop, name: stock, version: 1.2.0 }\nbaseUrl: http://127.0.0.1:1\noperations: { find: { kind: readOnly, call: { method: GET, path: /find } } }\n";
const CHILD = "document: { dsl: '1.0', kind: saga, name: pay, version: 1.0.0 }\nstart: done\nstates:\n  done: { type: succeed }\n";
const PARENT =
  "document: { dsl: '1.0', kind: saga, name: order, version: 1.0.0 }\ntimeout: { after: 1h }\nstart: go\nstates:\n  go: { type: saga, saga: pay, next: done }\n  done: { type: succeed }\n";

function view(text: string, options: Omit<ValidationViewOptions, "sha256"> = {}): ReturnType<typeof validationView> {
  return validationView(text, { sha256: sha256Hex, ...options });
}

describe("what is said of a text", () => {
  test("a right document is named and hashed", () => {
    const { valid, diagnostics, documents } = view([STOCK, CHILD, PARENT].join("---\n"));

    expect({ valid, diagnostics }).toEqual({ valid: true, diagnostics: [] });
    expect(documents).toEqual([
      { kind: "service", namespace: "shop", name: "stock", version: "1.2.0", hash: expect.stringMatching(/^sha256:[\da-f]{64}$/) },
      { kind: "saga", namespace: "default", name: "pay", version: "1.0.0", hash: expect.stringMatching(/^sha256:[\da-f]{64}$/) },
      { kind: "saga", namespace: "default", name: "order", version: "1.0.0", hash: expect.stringMatching(/^sha256:[\da-f]{64}$/) },
    ]);
  });

  test("a document with a mistake is named by what it says of itself, and has no hash", () => {
    const { valid, diagnostics, documents } = view(CHILD.replace("name: pay, version: 1.0.0", "namespace: bank, name: pay, version: 7"));

    expect(valid).toBe(false);
    expect(diagnostics.map(({ code, line, suggestion }) => ({ code, line, suggestion }))).toEqual([
      { code: "UNQUOTED_VERSION", line: 1, suggestion: null },
    ]);
    expect(documents).toEqual([{ kind: "saga", namespace: "bank", name: "pay", version: "7", hash: null }]);
  });

  test("a document that hardly says anything of itself has the default namespace and no name", () => {
    const { documents } = view("document: { dsl: '1.0', kind: saga, namespace: '', name: 5 }\n");

    expect(documents).toEqual([{ kind: "saga", namespace: "default", name: "", version: "", hash: null }]);
  });

  test("a saga whose child is known but not in the text is valid, and has no hash", () => {
    const { valid, documents } = view(PARENT, {
      findSaga: () => ({ namespace: "default", name: "pay", version: "1.0.0", input: null, output: [], canPassPivot: false, children: [] }),
    });

    expect(valid).toBe(true);
    expect(documents.map(({ hash }) => hash)).toEqual([null]);
  });
});
