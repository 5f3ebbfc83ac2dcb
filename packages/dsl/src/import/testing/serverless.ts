import { importWorkflow } from "../import-workflow.ts";
import { importText } from "./import-text.ts";

/** A workflow of Serverless Workflow 0.8: its states as items of a YAML list, and other fields. */
export function statesWorkflow(states: string, more = ""): string {
  return `id: order\nversion: '1.2'\nspecVersion: '0.8'\nname: Order\n${more}states:\n${states
    .trim()
    .split("\n")
    .map((line) => `  ${line}\n`)
    .join("")}`;
}

/** A workflow of Serverless Workflow 1.0: its tasks as items of a YAML list, and other fields. */
export function tasksWorkflow(tasks: string, more = ""): string {
  return `document: { dsl: '1.0.0', namespace: default, name: order, version: '0.1.0' }\n${more}do:\n${tasks
    .trim()
    .split("\n")
    .map((line) => `  ${line}\n`)
    .join("")}`;
}

/** Every loss of a text as `kind pointer: sentence`. */
export function lossesOf(text: string): readonly string[] {
  return importText(text).losses.map(({ kind, at, what }) => `${kind} ${at}: ${what}`);
}

/** Why a text is refused, as `CODE pointer: sentence`; empty when it is not. */
export function refusalOf(text: string): string {
  const result = importWorkflow(text);

  return result.ok ? "" : result.problems.map(({ code, at, message }) => `${code} ${at}: ${message}`).join("\n");
}
