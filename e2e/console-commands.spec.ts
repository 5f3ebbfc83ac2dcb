import { expect, test, visit } from "./console-stand.ts";

test("with the keyboard alone a saga is found, understood, repaired and seen repaired", async ({ page, book }) => {
  const saga = book.find("undoFailed");
  await visit(page, "/");

  await tabTo("Open shop/order O-1103, Rollback incomplete");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Undo of authorise: PaymentGatewayError (HTTP 503)")).toBeVisible();
  await tabInto('[data-spot="action:authorise"]');
  await page.keyboard.press("u");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: "Undo of authorise" })).toBeVisible();
  await page.keyboard.press("Shift+R");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel", exact: true })).toBeFocused();
  await tabInto("textarea");
  await page.keyboard.type("the gateway answers again");
  await page.keyboard.press("Control+Enter");

  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByText("Rolled back").first()).toBeVisible();
  expect(book.commands.map((command) => [command.sagaId, command.type, command.reason])).toEqual([
    [saga.id, "retry", "the gateway answers again"],
  ]);

  async function tabTo(name: string): Promise<void> {
    await expect(page.getByRole("link", { name })).toBeVisible();
    await tabUntil(() => page.evaluate((label) => document.activeElement?.getAttribute("aria-label") === label, name));
  }

  async function tabInto(selector: string): Promise<void> {
    await expect(page.locator(selector).first()).toBeVisible();
    await tabUntil(() => page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector));
  }

  async function tabUntil(isThere: () => Promise<boolean>): Promise<void> {
    for (let presses = 0; presses < 80; presses += 1) {
      if (await isThere()) return;
      await page.keyboard.press("Tab");
    }
    throw new Error("80 presses of Tab did not lead there");
  }
});

test("Enter in a field sends nothing that has effects", async ({ page, book }) => {
  await visit(page, `/sagas/${book.find("undoFailed").id}`);
  await page.getByRole("button", { name: "Compensate…" }).click();
  await page.getByLabel(/^Reason/).fill("customer asked for it");
  await page.getByLabel(/^Ticket/).fill("INC-7");

  await page.keyboard.press("Enter");

  await expect(page.getByRole("dialog")).toBeVisible();
  expect(book.commands).toEqual([]);
});

test("two clicks make one command", async ({ page, book }) => {
  await visit(page, `/sagas/${book.find("undoFailed").id}`);
  await page.getByRole("button", { name: "Compensate…" }).click();
  await page.getByLabel(/^Reason/).fill("customer asked for it");

  await page.getByRole("button", { name: "Compensate 3 steps" }).dblclick();

  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByText("Rolled back").first()).toBeVisible();
  expect(book.commands.length).toBe(1);
});

test("the slower of two people is told what changed and keeps the reason", async ({ browser, stand, book }) => {
  const saga = book.find("undoFailed");
  const [slow, quick] = [await browser.newPage({ baseURL: stand.address }), await browser.newPage({ baseURL: stand.address })];
  await visit(slow, `/sagas/${saga.id}`);
  await slow.getByRole("button", { name: "Compensate…" }).click();
  await slow.getByLabel(/^Reason/).fill("duplicate charge, see INC-7");
  await visit(quick, `/sagas/${saga.id}`);
  await quick.getByRole("button", { name: "Retry undo of “authorise”…" }).click();
  await quick.getByRole("button", { name: "The service is healthy again" }).click();
  await quick.getByRole("button", { name: "Retry: undo of “authorise”" }).click();
  await expect(quick.getByRole("dialog")).toBeHidden();

  await slow.getByRole("button", { name: "Compensate 3 steps" }).click();

  await expect(slow.getByRole("alert").filter({ hasText: "Since you opened this, the saga has moved" })).toContainText(
    "Undo of “authorise”",
  );
  await expect(slow.getByLabel(/^Reason/)).toHaveValue("duplicate charge, see INC-7");
  await slow.getByRole("button", { name: "Review new plan" }).click();
  await expect(slow.getByText("is not possible now")).toBeVisible();
  expect(book.commands.map((command) => command.type)).toEqual(["retry"]);
});

test("a lost answer is an unknown outcome until it is checked, and is never sent twice", async ({ page, book }) => {
  await visit(page, `/sagas/${book.find("undoFailed").id}`);
  await page.getByRole("button", { name: "Retry undo of “authorise”…" }).click();
  await page.getByRole("button", { name: "The service is healthy again" }).click();
  book.loseNextAnswer = true;
  await page.getByRole("button", { name: "Retry: undo of “authorise”" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Unknown outcome" })).toBeVisible();

  await page.getByRole("button", { name: "Check" }).click();

  await expect(page.getByRole("dialog")).toBeHidden();
  expect(book.commands.length).toBe(1);
});

test("what cannot be taken back asks for the end of the id", async ({ page, book }) => {
  const saga = book.find("stuck");
  await visit(page, `/sagas/${saga.id}`);
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: /^Terminate/ }).click();
  await page.getByLabel(/^Reason/).fill("replaced by another order");
  await page.getByRole("button", { name: "Terminate saga" }).click();
  await expect(page.getByText(`Type ${saga.id.slice(-4)} to confirm.`)).toBeVisible();
  const before = book.commands.length;
  await page.getByLabel(/^Type to confirm/).fill(saga.id.slice(-4));
  await page.getByRole("button", { name: "Terminate saga" }).click();

  await expect(page.getByText("Closed by operator").first()).toBeVisible();
  expect([before, book.commands.length]).toEqual([0, 1]);
});

test("an unknown outcome is answered with evidence", async ({ page, book }) => {
  await visit(page, `/sagas/${book.find("unknown").id}`);
  await page.getByRole("button", { name: "Resolve outcome “capture”…" }).click();
  await page.getByLabel("Yes, it happened").check();
  await page.getByLabel(/^Evidence/).fill("ledger entry 4711");
  await page.getByLabel(/^Reason/).fill("found in the ledger");
  await page.getByRole("button", { name: "Resolve outcome: “capture”" }).click();

  await expect(page.getByRole("dialog")).toBeHidden();
  expect(book.commands[0]?.arguments).toMatchObject({ type: "resolve-unknown", happened: true, evidence: "ledger entry 4711" });
});

test("a pause can be taken back from its own word", async ({ page, book }) => {
  const saga = book.find("running");
  await visit(page, `/sagas/${saga.id}`);
  await page.getByRole("button", { name: "Pause…" }).click();
  await page.getByRole("button", { name: "Pause saga" }).click();
  await expect(page.getByText("Paused").first()).toBeVisible();

  await page.getByRole("button", { name: "Undo", exact: true }).click();

  await expect.poll(() => book.sagas.get(saga.id)?.status).toBe("running");
});

test("a breaker is held open for a reason", async ({ page, book }) => {
  await visit(page, "/health");
  const card = page.getByRole("article", { name: "shop/inventory" });
  await card.getByRole("button", { name: "Hold open…" }).click();
  await page.getByLabel(/^Reason/).fill("maintenance until noon");
  await page.getByRole("button", { name: "Hold breaker open" }).click();

  await expect(card.getByText("open by hand: maintenance until noon")).toBeVisible();
  expect(book.services.find((service) => service.name === "inventory")?.breaker.override).toBe("open");
});
