import { memberOf, membersAt } from "../../model/read-json.ts";
import type { Check, WithExpressions } from "../check.ts";

/** The head of a document and the path of a health check are read before anything is evaluated. */
export const plainFields: Check<WithExpressions> = ({ document, places }, report) => {
  const head = membersAt(document, "document").map(([name, value]) => [["document", name], value] as const);
  const labels = membersAt(memberOf(document, "document"), "labels").map(([name, value]) => [["document", "labels", name], value] as const);
  const health = membersAt(document, "health").map(([name, value]) => [["health", name], value] as const);
  for (const [path, value] of [...head, ...labels, ...health]) {
    if (typeof value !== "string" || !value.replaceAll("$${", "").includes("${")) continue;

    report({ code: "EXPRESSION_NOT_ALLOWED", at: places.spanOf(path), message: `"${path.join(".")}" cannot hold an expression.` });
  }
};
