import { expect, test, visit } from "./console-stand.ts";

test("a row changes in place and a new saga waits to be shown", async ({ page, book }) => {
  await visit(page, "/sagas");
  await expect(page.getByTestId("live-chip")).toHaveText("Live");
  const rows = page.getByRole("row");
  const before = await rows.allInnerTexts();

  book.change(book.find("waiting").id, { status: "completed", endedAt: new Date().toISOString() });
  book.add("running", 900, 0);

  await expect(rows.nth(7)).toContainText("Completed");
  await expect(page.getByRole("button", { name: "1 new saga — show" })).toBeVisible();
  const keysOf = (texts: readonly string[]) => texts.map((text) => /O-\d+/.exec(text)?.[0]);
  expect(keysOf(await rows.allInnerTexts())).toEqual(keysOf(before));
  await page.getByRole("button", { name: "1 new saga — show" }).click();
  await expect(rows.nth(1)).toContainText("O-2000");
});

test("a saga's page follows its saga and says so once", async ({ page, book }) => {
  const saga = book.find("running");
  await visit(page, `/sagas/${saga.id}`);
  await expect(page.getByTestId("live-chip")).toHaveText("Live");

  book.change(saga.id, { status: "completed", endedAt: new Date().toISOString() });

  await expect(page.getByRole("main").getByText("Completed").first()).toBeVisible();
  await expect(page.getByTestId("announcer")).toHaveText("Saga O-1100: Completed");
});

test("after a cut the stream comes back and nothing in between is missed", async ({ page, book }) => {
  const saga = book.find("running");
  await visit(page, `/sagas/${saga.id}`);
  await expect(page.getByTestId("live-chip")).toHaveText("Live");

  book.cutStreams();
  book.change(saga.id, { status: "waiting" });

  await expect(page.getByRole("main").getByText("Waiting").first()).toBeVisible();
  await expect(page.getByTestId("live-chip")).toHaveText("Live");
});

test("an engine that is gone is told as Disconnected, with the old data still there", async ({ page, book }) => {
  await visit(page, `/sagas/${book.find("running").id}`);
  await expect(page.getByTestId("live-chip")).toHaveText("Live");

  await page.route("**/api/v1/**", (route) => route.abort());
  book.cutStreams();

  await expect(page.getByTestId("live-chip")).toContainText("Disconnected");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("O-1100");
});

test("filters and pages live in the URL", async ({ page }) => {
  await visit(page, "/sagas");
  await page.getByLabel("Status").selectOption("suspended");
  await expect(page).toHaveURL(/status=suspended/);
  await expect(page.getByRole("row")).toHaveCount(4);
  await page.getByRole("button", { name: "Clear all" }).click();
  await page.getByRole("button", { name: "Next →" }).click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(page.getByRole("row")).toHaveCount(43);
  await page.getByRole("button", { name: "← Previous" }).click();

  await expect(page).not.toHaveURL(/cursor=/);
  await expect(page.getByRole("row")).toHaveCount(101);
});

test("the palette finds a saga by the beginning of its key", async ({ page, book }) => {
  await visit(page, "/");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Search or jump" })).toBeFocused();
  await page.keyboard.type("O-1104");
  await expect(page.getByRole("option", { name: /O-1104/ })).toBeVisible();
  await page.keyboard.press("Enter");

  await expect(page).toHaveURL(new RegExp(book.find("stuck").id));
});

const WRONG = `document: { dsl: "1.0", kind: saga, namespace: shop, name: small, version: 1.0.0 }
start: capture
states:
  capture: { type: task, call: payments.capture, next: capture2, with: { id: a, amount: "1" } }
  capture2: { type: wait, for: 1s, next: captur }
`;

test("findings stand at their place with code, caret and remedy", async ({ page }) => {
  await visit(page, "/definitions?validate=true");
  await page.getByRole("textbox", { name: "Document in YAML" }).click();
  await page.keyboard.insertText(WRONG);

  const finding = page.getByRole("list", { name: "Findings" }).getByRole("listitem").filter({ hasText: "UNKNOWN_STATE" });
  await expect(finding).toBeVisible();
  await expect(finding).toContainText("Suggested: capture");
  await expect(finding.locator("pre")).toContainText("^^^^^^");
  await expect(page.locator(".cm-lintRange-error", { hasText: /^captur$/ })).toBeVisible();
});

test("a chosen theme is there before the first paint of the next page", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await visit(page, "/");
  await page.getByRole("button", { name: /change to light theme/ }).click();
  await page.getByRole("button", { name: /change to dark theme/ }).click();

  await page.goto("/sagas", { waitUntil: "commit" });
  await page.waitForSelector("body");

  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
});

test("every page carries a policy without inline scripts or styles, and keeps to it", async ({ page, book }) => {
  const broken: string[] = [];
  page.on("console", (message) => message.text().includes("Content Security Policy") && broken.push(message.text()));
  await visit(page, `/sagas/${book.find("undoFailed").id}?step=authorise&lane=undo`);
  await visit(page, "/definitions?validate=true");
  await expect(page.locator(".cm-editor")).toBeVisible();
  const answer = await page.goto("/health");
  const policy = answer?.headers()["content-security-policy"] ?? "";

  expect([policy.includes("unsafe"), policy.startsWith("default-src 'none'"), broken]).toEqual([false, true, []]);
});
