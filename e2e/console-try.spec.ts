import type { Page } from "@playwright/test";
import { expect, findings, overflowOf, test, visit } from "./console-stand.ts";

const ORDER = "/definitions/shop/order";

/** Opens the simulator and waits for its first play. */
async function open(page: Page, query = ""): Promise<void> {
  await visit(page, `${ORDER}?try=true${query}`);
  await expect(page.getByRole("combobox", { name: "Outcome of ship" })).toBeVisible();
  await expect(page.getByText(/of virtual time/)).toBeVisible();
}

test("a saga is played with what is chosen, and the engine is not asked", async ({ page }) => {
  const asked: string[] = [];
  await page.route("**/definitions/simulate", (route) => {
    asked.push(route.request().url());
    return route.abort();
  });
  await open(page);
  await expect(page.getByText("Completed", { exact: true }).first()).toBeVisible();

  await page.getByRole("combobox", { name: "Outcome of ship" }).selectOption("refused");

  await expect(page.getByText("Rolled back", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("authorise → reserve → createOrder", { exact: true })).toBeVisible();
  await expect(page.getByRole("group", { name: "Picture of the play" })).toContainText("Undone");
  await expect(page).toHaveURL(/set=ship/);
  expect(asked).toEqual([]);
});

test("an undo that gives up shows who has to come, and a link brings the play back", async ({ page }) => {
  await open(page, "&set=ship%3Drefused,undo.reserve%3Dfails");

  await expect(page.getByRole("combobox", { name: "Undo of reserve" })).toHaveValue("fails");
  await expect(page.getByText("Rollback incomplete").first()).toBeVisible();
  await expect(page.getByRole("table", { name: "What happened, in order" })).toContainText("undo reserve");
});

test("chance is drawn by a seed, and the same seed plays the same", async ({ page }) => {
  await open(page);
  await page.getByRole("radio", { name: "is drawn at random" }).check();
  await page.getByRole("spinbutton", { name: "Seed" }).fill("7");
  await expect(page).toHaveURL(/seed=7/);
  const calls = page.getByRole("table", { name: "What happened, in order" });
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  const first = await calls.innerText();

  await page.getByRole("radio", { name: "succeeds", exact: true }).check();
  await expect(page).not.toHaveURL(/seed=/);
  await page.goBack();
  await open(page, "&seed=7");

  await expect.poll(() => calls.innerText()).toBe(first);
});

test("the proof says what holds whatever happens, with a story for each end", async ({ page }) => {
  await open(page);

  const proof = page.getByRole("region", { name: "Whatever happens" });
  await expect(proof).toContainText("Every end is consistent");
  await expect(proof).toContainText(/\d+ configurations looked at: all there are/);
  await expect(proof).toContainText("createOrder ok →");
});

test("the keyboard alone chooses, plays and resets", async ({ page }) => {
  await open(page);
  await page.getByRole("combobox", { name: "Outcome of reserve" }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByText("Rolled back", { exact: true }).first()).toBeVisible();

  await page.getByRole("button", { name: "Reset" }).focus();
  await page.keyboard.press("Enter");

  await expect(page.getByText("Completed", { exact: true }).first()).toBeVisible();
});

test("the simulator is loaded when it is used, and not before", async ({ page }) => {
  const loaded: string[] = [];
  page.on("response", (answer) => loaded.push(answer.url()));
  await visit(page, ORDER);
  const before = loaded.filter((url) => url.includes("worker"));

  await page.getByRole("button", { name: "Try it" }).click();
  await expect(page.getByText(/of virtual time/)).toBeVisible();

  expect(before).toEqual([]);
  expect(loaded.some((url) => url.includes("worker"))).toBe(true);
});

test("versions are compared from the list of versions: sentences, charts and lines", async ({ page }) => {
  await visit(page, ORDER);
  await page.getByRole("link", { name: "2.0.3 → 2.1.0" }).click();

  await expect(page.getByRole("heading", { level: 1, name: /what changed/ })).toBeVisible();
  await expect(page.getByRole("list", { name: "Differences" })).toContainText("announce");
  await expect(page.getByRole("group", { name: "Chart of 2.1.0" })).toContainText("Added");
  await expect(page.getByRole("table", { name: /Lines that differ/ }).getByRole("row", { name: /added.*announce:/ })).toBeVisible();
  await page.getByRole("tab", { name: "Before: 2.0.3" }).click();
  await expect(page.getByRole("group", { name: "Chart of 2.0.3" })).not.toContainText("announce");
});

test("a version that does not exist is told, and another can be chosen", async ({ page }) => {
  await page.goto(`${ORDER}/diff?from=9.0.0&to=2.1.0`);
  await expect(page.getByRole("alert").filter({ hasText: "could not be read" })).toBeVisible();

  await page.getByLabel("From").selectOption("2.0.3");

  await expect(page.getByRole("list", { name: "Differences" })).toBeVisible();
});

const PAGES = [
  ["a play", `${ORDER}?try=true&set=ship%3Drefused,undo.reserve%3Dfails`],
  ["a play by chance", `${ORDER}?try=true&seed=7`],
  ["the comparison", `${ORDER}/diff?from=2.0.3&to=2.1.0`],
  ["the comparison of the older chart", `${ORDER}/diff?from=2.1.0&to=2.0.3`],
] as const;

for (const theme of ["light", "dark"] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.use({ colorScheme: theme });

    for (const [name, path] of PAGES) {
      test(`axe finds nothing: ${name}`, async ({ page }) => {
        await visit(page, path);
        await expect(page.getByText(/of virtual time|configurations looked at|What it means/).first()).toBeVisible();
        await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);

        expect(await findings(page)).toEqual([]);
      });
    }
  });
}

for (const width of [390, 320]) {
  test(`nothing scrolls sideways at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await visit(page, PAGES[0][1]);
    await expect(page.getByText(/of virtual time/)).toBeVisible();
    const played = await overflowOf(page);
    await visit(page, PAGES[2][1]);

    expect([played, await overflowOf(page)]).toEqual([0, 0]);
  });
}
