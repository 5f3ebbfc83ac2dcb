import { isJsonObject } from "@skald/shared";
import { closest } from "../diagnostics/closest.ts";
import type { Finding, Report } from "../diagnostics/report.ts";
import { memberOf, textAt } from "../model/read-json.ts";
import type { SourceDocument } from "../source/source-document.ts";
import type { DocumentKind } from "./validate-shape.ts";

/** The kind of a document, or what is wrong with its head: without its kind nothing more can be said about a document. */
export function documentKind(source: SourceDocument, report: Report): DocumentKind | null {
  const kinds: readonly DocumentKind[] = ["saga", "service"];
  const head = memberOf(source.value, "document");
  if (!isJsonObject(source.value)) {
    report({ code: "NOT_AN_OBJECT", at: source.spanOf([]), message: 'A document must be an object with the field "document".' });
    return null;
  }
  if (head === undefined && memberOf(source.value, "tests") !== undefined) {
    report({
      code: "TEST_FILE",
      at: source.keySpanOf(["tests"]),
      message: "This is a file of tests, and no document: it stands beside the saga it tests.",
    });
    return null;
  }
  if (head === undefined) {
    report({
      code: "MISSING_FIELD",
      at: startOf(source),
      message: 'The field "document" is missing at the top of the document.',
      suggestion: closest("document", Object.keys(source.value)),
    });
    return null;
  }
  if (!isJsonObject(head)) {
    report({
      code: "WRONG_TYPE",
      at: source.spanOf(["document"]),
      message: '"document" must be an object with the fields dsl, kind, name and version.',
    });
    return null;
  }
  const kind = textAt(head, "kind");
  const known = kinds.find((each) => each === kind);
  if (known !== undefined) return known;

  const path = memberOf(head, "kind") === undefined ? ["document"] : ["document", "kind"];
  if (path.length === 1)
    report({ code: "MISSING_FIELD", at: source.keySpanOf(path), message: 'The field "kind" is missing in "document".' });
  else
    report({
      code: "NOT_ONE_OF",
      at: source.spanOf(path),
      message: `"document.kind" is ${JSON.stringify(memberOf(head, "kind"))}; allowed are saga, service.`,
      suggestion: closest(kind ?? "", kinds),
    });

  return null;
}

/** The first character of a document. */
export function startOf(source: SourceDocument): Finding["at"] {
  const { start, line, column } = source.spanOf([]);

  return { start, end: start + 1, line, column, endLine: line, endColumn: column + 1 };
}
