import { checkExpression } from "../../expression/check.ts";

/** Why an expression cannot be of any use, whatever the data is; undefined when it can. */
export function misfitIn(cel: string): string | undefined {
  const found = checkExpression(cel, {}).problems.find(({ code }) => code === "EXPRESSION_TYPE");

  return found === undefined ? undefined : `its types do not fit: ${found.message.replace(/\.$/, "")}`;
}

/** Whether the value of an expression may be of a kind. What is read of a document may be anything. */
export function mayGive(cel: string, kind: "bool" | "list" | "number" | "string"): boolean {
  const { resultType } = checkExpression(cel, {});

  return resultType === kind || resultType === "dyn";
}
