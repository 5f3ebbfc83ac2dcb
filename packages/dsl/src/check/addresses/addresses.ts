import { isJsonObject, type JsonObject } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import type { Report } from "../../diagnostics/report.ts";
import { parseTemplate } from "../../expression/template.ts";
import { memberOf, membersAt, textAt } from "../../model/read-json.ts";
import type { Check, WithExpressions } from "../check.ts";
import { type AddressProblem, addressProblem, baseProblem, pathProblem } from "./address-problem.ts";
import { isEngineHeader } from "./engine-headers.ts";
import { visitObjects } from "./visit-objects.ts";

/**
 * Whatever a call is sent to can be called, and its headers can be sent. The engine refuses the same at send time;
 * here it is told before a saga has done half of its work.
 */
export const addresses: Check<WithExpressions> = ({ document, places }, report) => {
  const tell = (path: Path, problem: AddressProblem | undefined): void => {
    if (problem === undefined) return;
    const at = problem.within === undefined ? places.spanOf(path) : places.spanWithin(path, ...problem.within);
    report({ code: "BAD_FORMAT", at, message: problem.message });
  };
  const text = (owner: JsonObject, name: string, path: Path, problemOf: (text: string) => AddressProblem | undefined): void => {
    const value = textAt(owner, name);
    if (value !== null && value !== "") tell([...path, name], problemOf(value));
  };

  visitObjects(document, (object, path) => {
    const name = path.at(-1);
    if (path[0] === "triggers") return;
    if (path.length === 0) text(object, "baseUrl", path, baseProblem);
    if (name === "oauth2") text(object, "tokenUrl", path, baseProblem);
    if (textAt(object, "method") !== null) {
      text(object, "url", path, addressProblem);
      text(object, "path", path, pathProblem);
      headers(object, path, { places, report });
    }
    if (name === "health") text(object, "path", path, pathProblem);
    if (name === "header" && path[0] === "auth") headerName(textAt(object, "name"), places.spanOf([...path, "name"]), report);
  });
};

// What HTTP allows in the value of a header.
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

function headers(call: JsonObject, path: Path, { places, report }: Pick<WithExpressions, "places"> & { readonly report: Report }): void {
  for (const [name, value] of membersAt(call, "headers")) {
    const at = [...path, "headers", name];
    headerName(name, places.keySpanOf(at), report);
    if (typeof value !== "string" || parseTemplate(value).parts.every((part) => part.kind === "expression" || HEADER_VALUE.test(part.text)))
      continue;
    report({ code: "BAD_FORMAT", at: places.spanOf(at), message: "A header holds no line break, and no character beyond Latin 1." });
  }
}

function headerName(name: string | null, at: ReturnType<WithExpressions["places"]["spanOf"]>, report: Report): void {
  if (name === null || !isEngineHeader(name)) return;

  report({ code: "BAD_NAME", at, message: `The header "${name}" is set by the engine: choose another.` });
}

/** The calls of a service are written as its protocol needs them. */
export const protocolOfCalls: Check<WithExpressions> = ({ document, places }, report) => {
  const isSql = memberOf(document, "protocol") === "postgres";
  if (isSql && memberOf(document, "dataSource") === undefined) {
    report({
      code: "MISSING_FIELD",
      at: places.keySpanOf(["document"]),
      message: 'The field "dataSource" is missing at the top of the document: it names the database.',
    });
  }
  for (const [name, operation] of membersAt(document, "operations")) {
    for (const steps of [["call"], ["verify", "call"], ["compensate", "call"]]) {
      const call = steps.reduce<ReturnType<typeof memberOf>>(memberOf, operation);
      const wrong = isSql ? "method" : "sql";
      if (!isJsonObject(call) || memberOf(call, wrong) === undefined) continue;
      const path = ["operations", name, ...steps];
      const how = isSql ? "postgres is called by sql" : "http is called by method and path";
      report({
        code: "UNKNOWN_FIELD",
        at: places.keySpanOf([...path, wrong]),
        message: `The field "${wrong}" is not known in "${path.join(".")}": a service that speaks ${how}.`,
      });
    }
  }
};
