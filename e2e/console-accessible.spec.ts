import type { Page } from "@playwright/test";
import { expect, findings, overflowOf, test, visit } from "./console-stand.ts";

const PAGES = [
  ["overview", () => "/"],
  ["sagas", () => "/sagas"],
  ["no sagas", () => "/sagas?key=nothing"],
  ["saga, rollback incomplete", (id) => `/sagas/${id("undoFailed")}`],
  ["saga with a step open", (id) => `/sagas/${id("undoFailed")}?step=authorise&lane=undo`],
  ["saga, outcome unknown", (id) => `/sagas/${id("unknown")}`],
  ["saga, running", (id) => `/sagas/${id("running")}`],
  ["timeline", (id) => `/sagas/${id("compensating")}?tab=timeline`],
  ["journal", (id) => `/sagas/${id("stuck")}?tab=journal`],
  ["input and output", (id) => `/sagas/${id("completed")}?tab=io`],
  ["audit", (id) => `/sagas/${id("completed")}?tab=audit`],
  ["definitions with the validator", () => "/definitions?validate=true"],
  ["definition", () => "/definitions/shop/order"],
  ["definition being changed", () => "/definitions/shop/order?edit=true"],
  ["health", () => "/health"],
] as const satisfies readonly (readonly [
  string,
  (id: (scenario: "undoFailed" | "unknown" | "running" | "compensating" | "stuck" | "completed") => string) => string,
])[];

for (const theme of ["light", "dark"] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.use({ colorScheme: theme });

    for (const [name, path] of PAGES) {
      test(`axe finds nothing on the page: ${name}`, async ({ page, book }) => {
        await visit(
          page,
          path((scenario) => book.find(scenario).id),
        );

        expect(await findings(page)).toEqual([]);
      });
    }

    test("axe finds nothing in an open dialog, its error and its stale plan", async ({ page, book }) => {
      const saga = book.find("undoFailed");
      await visit(page, `/sagas/${saga.id}`);
      await page.getByRole("button", { name: "Compensate…" }).click();
      await page.getByRole("button", { name: "Compensate 3 steps" }).click();
      const withError = await findings(page);
      await page.getByLabel(/^Reason/).fill("customer asked for it");
      book.change(saga.id, {});
      await page.getByRole("button", { name: "Compensate 3 steps" }).click();
      await expect(page.getByRole("button", { name: "Review new plan" })).toBeVisible();

      expect([withError, await findings(page)]).toEqual([[], []]);
    });

    test("axe finds nothing when the engine does not know the saga", async ({ page }) => {
      await page.goto("/sagas/01990000-0000-7000-8000-00000000dead");
      await expect(page.getByText("There is no such saga")).toBeVisible();

      expect(await findings(page)).toEqual([]);
    });
  });
}

test("a page made worse on purpose is found out", async ({ page }) => {
  await visit(page, "/");
  await page.evaluate(() => {
    const image = document.createElement("img");
    image.src = "/icon.svg";
    document.querySelector("main")?.append(image);
  });

  expect((await findings(page)).length).toBeGreaterThan(0);
});

for (const width of [390, 320]) {
  test(`nothing scrolls sideways at ${width} px and the steps stand for the picture`, async ({ page, book }) => {
    await page.setViewportSize({ width, height: 844 });
    const paths = [
      "/",
      "/sagas",
      `/sagas/${book.find("undoFailed").id}?step=authorise&lane=undo`,
      "/definitions/shop/order",
      "/definitions?validate=true",
      "/health",
    ];

    const overflows = await inTurn(page, paths);
    await visit(page, `/sagas/${book.find("undoFailed").id}`);

    expect(overflows).toEqual(paths.map(() => 0));
    await expect(page.getByRole("group", { name: "Saga graph" })).toBeHidden();
    await expect(page.getByRole("table", { name: /Steps of this saga/ })).toBeVisible();
  });
}

test("with reduced motion nothing turns", async ({ page, book }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await visit(page, `/sagas/${book.find("running").id}`);

  const running = await page.evaluate(() => document.getAnimations().length);

  expect(running).toBe(0);
});

async function inTurn(page: Page, paths: readonly string[]): Promise<readonly number[]> {
  const overflows: number[] = [];
  for (const path of paths) {
    await visit(page, path);
    overflows.push(await overflowOf(page));
  }
  return overflows;
}
