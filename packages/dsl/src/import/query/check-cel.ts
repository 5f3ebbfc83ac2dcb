import { checkExpression, type ScopeTypes } from "../../expression/check.ts";

const TEXT = { type: "string" };

/** What is known of the names that imported expressions read. What else they read may be anything. */
const KNOWN: ScopeTypes = {
  saga: { type: "object", properties: { id: TEXT, name: TEXT, startedAt: {} } },
  error: { type: "object", properties: { type: TEXT, detail: TEXT } },
};

/** Why an expression cannot be of any use, whatever the data is; undefined when it can. */
export function misfitIn(cel: string): string | undefined {
  const found = checkExpression(cel, KNOWN).problems.find(({ code }) => code === "EXPRESSION_TYPE");

  return found === undefined ? undefined : `its types do not fit: ${found.message.replace(/\.$/, "")}`;
}

/** Whether the value of an expression may be of a kind. */
export function mayGive(cel: string, kind: "bool" | "list" | "number" | "string"): boolean {
  const { resultType } = checkExpression(cel, KNOWN);

  return resultType === kind || resultType === "dyn";
}
