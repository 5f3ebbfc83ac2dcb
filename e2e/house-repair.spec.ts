import { expect, type Page, test } from "@playwright/test";

// The README's walk-through, done by a person: an order, a refusal undone, a time-out verified, an undo that
// fails and is repaired in the console. Everything is real: engine, database, services, browser.

const API = process.env["SKALD_API"] ?? "";
const SHOP = process.env["SKALD_SHOP"] ?? "";

interface Started {
  readonly id: string;
  readonly status: string;
  readonly steps: readonly { readonly state: string; readonly status: string; readonly undo: string; readonly attempts: number }[];
}

test.describe.configure({ mode: "serial" });

test("an order succeeds and its saga shows every step", async ({ page }) => {
  const saga = await order("E-1", "teapot");

  await page.goto(`/sagas/${saga.id}`);

  await expect(page.getByRole("heading", { name: "E-1" })).toBeVisible();
  await expect(page.getByText("Completed").first()).toBeVisible();
  expect(saga.steps.map((step) => step.status)).toEqual(Array.from({ length: 6 }, () => "succeeded"));
});

test("a refusal is undone and nothing is left", async ({ page }) => {
  const saga = await order("E-2", "unicorn");

  await page.goto(`/sagas/${saga.id}`);

  expect(saga.status).toBe("compensated");
  await expect(page.getByText("Rolled back").first()).toBeVisible();
});

test("a payment that works and then times out is asked about, and nobody is charged twice", async () => {
  await setFault("E-3", "payments.capture:hang");

  const saga = await order("E-3", "teapot");

  expect(saga.status).toBe("completed");
  expect(saga.steps.find((step) => step.state === "capture")).toMatchObject({ status: "succeeded", attempts: 3 });
});

test("an undo that fails asks for a person, who repairs it in the console", async ({ page }) => {
  await setFault("E-4", "payments.authorise:refuse, inventory.release:fail-before");
  const saga = await order("E-4", "teapot");
  expect(saga.status).toBe("suspended");

  await page.goto("/");
  await expect(page.getByText("Rollback incomplete").first()).toBeVisible();
  await page.goto(`/sagas/${saga.id}`);
  await expect(page.getByText("Rollback incomplete").first()).toBeVisible();
  await clearFaults("E-4");
  await repair(page);

  await expect(page.getByText("Rolled back").first()).toBeVisible();
  await expect.poll(async () => (await load(saga.id)).status).toBe("compensated");
  await page.getByRole("tab", { name: "Audit" }).click();
  await expect(page.getByText("the desk was switched off").first()).toBeVisible();
});

test("of two people the slower one is told what changed and keeps the reason", async ({ browser }) => {
  await setFault("E-5", "payments.authorise:refuse, inventory.release:fail-before");
  const saga = await order("E-5", "teapot");
  const [first, second] = await Promise.all([browser.newPage(), browser.newPage()]);
  for (const page of [first, second]) {
    await page.goto(`/sagas/${saga.id}`);
    await page.getByRole("button", { name: /^Retry undo/ }).click();
    await page.getByLabel(/^Reason/).fill("the desk was switched off");
  }

  await confirm(first);
  await expect.poll(async () => (await load(saga.id)).status).toBe("suspended");
  await confirm(second);

  await expect(second.getByLabel(/^Reason/)).toHaveValue("the desk was switched off");
  await expect(
    second
      .getByRole("dialog")
      .getByText(/revision/i)
      .first(),
  ).toBeVisible();
  const { items } = (await (await fetch(`${API}/api/v1/sagas/${saga.id}/commands`)).json()) as { readonly items: readonly unknown[] };
  expect(items.length).toBeGreaterThanOrEqual(1);
});

async function repair(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Retry undo/ }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("release").first()).toBeVisible();
  await dialog.getByLabel(/^Reason/).fill("the desk was switched off");
  await confirm(page);
}

async function confirm(page: Page): Promise<void> {
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Retry/ })
    .click();
}

async function order(orderId: string, sku: string): Promise<Started> {
  const input = {
    orderId,
    customerId: "Zoë Müller",
    items: [{ sku, quantity: 1 }],
    total: "49.90",
    payment: { card: "4000 0000 0000 0002" },
    address: "Königstraße 7, Köln",
  };
  const response = await fetch(`${API}/api/v1/sagas?wait=30s`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ definition: "shop/order", input }),
  });

  return (await response.json()) as Started;
}

async function load(id: string): Promise<Started> {
  return (await (await fetch(`${API}/api/v1/sagas/${id}`)).json()) as Started;
}

async function setFault(orderId: string, fault: string): Promise<void> {
  const headers = { "content-type": "application/json" };

  await fetch(`${SHOP}/desk/faults/orders/${orderId}`, { method: "PUT", headers, body: JSON.stringify({ fault }) });
}

async function clearFaults(orderId: string): Promise<void> {
  await fetch(`${SHOP}/desk/faults/orders/${orderId}`, { method: "DELETE" });
}
