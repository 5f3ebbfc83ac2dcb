import type { Json } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import { listAt, memberOf, membersAt } from "../../model/read-json.ts";
import type { Check, WithExpressions } from "../check.ts";

/** The head of a document and the path of a health check are read before anything is evaluated; values of SQL are bound. */
export const plainFields: Check<WithExpressions> = ({ document, places }, report) => {
  const head = membersAt(document, "document").map(([name, value]) => [["document", name], value] as const);
  const labels = membersAt(memberOf(document, "document"), "labels").map(([name, value]) => [["document", "labels", name], value] as const);
  const health = membersAt(document, "health").map(([name, value]) => [["health", name], value] as const);
  for (const [path, value] of [...head, ...labels, ...health, ...statementsOf(document)]) {
    if (typeof value !== "string" || !value.replaceAll("$${", "").includes("${")) continue;

    report({ code: "EXPRESSION_NOT_ALLOWED", at: places.spanOf(path), message: `"${path.join(".")}" cannot hold an expression.` });
  }
};

function statementsOf(document: Json): readonly (readonly [Path, Json])[] {
  return membersAt(document, "operations").flatMap(([name, operation]) =>
    [["call"], ["compensate", "call"], ["verify", "call"]].flatMap((steps) => {
      const call = steps.reduce<Json | undefined>(memberOf, operation);
      const path = ["operations", name, ...steps, "sql"];
      const sql = memberOf(call, "sql");
      return sql === undefined ? [] : [[path, sql] as const, ...listAt(call, "sql").map((one, index) => [[...path, index], one] as const)];
    }),
  );
}
