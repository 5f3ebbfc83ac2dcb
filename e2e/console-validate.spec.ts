import type { Page } from "@playwright/test";
import type { DiagnosticView, ValidateView } from "@skald/shared";
import { expect, test, visit } from "./console-stand.ts";

const WRONG = `document: { dsl: "1.0", kind: saga, namespace: shop, name: small, version: 1.0.0 }
triggers: [{ http: { method: POST, path: /small } }]
start: reserve
states:
  reserve: { type: task, call: inventory.reserv, next: capture }
  capture: { type: task, call: payments.capture, with: { id: a, amount: 5 }, next: dne }
  done: { type: succeed }
`;

/** Writes a document into the validator. */
async function write(page: Page, text: string): Promise<void> {
  await visit(page, "/definitions?validate=true");
  await page.getByRole("textbox", { name: "Document in YAML" }).click();
  await page.keyboard.insertText(text);
}

test("a document is validated by the console itself, with the engine's stored services and capabilities", async ({ page }) => {
  const asked: string[] = [];
  await page.route("**/definitions/validate", (route) => {
    asked.push(route.request().url());
    return route.abort();
  });

  await write(page, WRONG);

  const findings = page.getByRole("list", { name: "Findings" });
  await expect(findings).toContainText("NOT_YET_RUNNABLE");
  await expect(findings).toContainText("UNKNOWN_OPERATION");
  await expect(findings).toContainText("Suggested: done");
  expect(asked).toEqual([]);
});

test("each finding is the one the engine tells: code, place, sentence, caret and remedy", async ({ page, stand }) => {
  await write(page, WRONG);
  await expect(page.getByRole("list", { name: "Findings" })).toContainText("UNKNOWN_OPERATION");

  const shown = await page.getByRole("list", { name: "Findings" }).getByRole("listitem").allInnerTexts();
  const answer = await fetch(`${stand.engine.url}/api/v1/definitions/validate`, { method: "POST", body: WRONG });
  const { diagnostics } = (await answer.json()) as ValidateView;

  expect(shown.map(squeezed)).toEqual(diagnostics.map((found) => squeezed(textOf(found))));
});

test("where there is no worker the engine validates", async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, "Worker"));

  await write(page, WRONG);

  await expect(page.getByRole("list", { name: "Findings" })).toContainText("UNKNOWN_OPERATION");
});

test("a document of 500 states is validated beside the page, which goes on answering", async ({ page }) => {
  const states = Array.from({ length: 498 }, (_, index) => `  s${index}: { type: wait, for: 1s, next: s${index + 1} }\n`).join("");
  await visit(page, "/definitions?validate=true");
  await page.getByRole("textbox", { name: "Document in YAML" }).click();

  await page.keyboard.insertText(`${WRONG.replace(/start:[\s\S]*/, "")}start: s0\nstates:\n${states}`);
  await expect(page.getByRole("list", { name: "Findings" })).toContainText("s498");

  expect(page.workers()).toHaveLength(1);
});

function textOf({ code, severity, message, line, column, caret, remedy, suggestion }: DiagnosticView): string {
  const word = severity === "error" ? "Error" : "Warning";

  return [word, code, `${line}:${column}`, message, caret, remedy, suggestion === null ? "" : `Suggested: ${suggestion}`].join(" ");
}

function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
