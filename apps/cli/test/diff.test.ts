import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { run } from "../src/run.ts";
import { aTerminal } from "./a-terminal.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { ORDER, PAYMENTS } from "./wrong-documents.ts";

const SHOP = fileURLToPath(new URL("../../../examples/shop/", import.meta.url));

interface Told {
  readonly code: number;
  readonly told: string;
}

/** Compares files of a folder in this process; words that begin with a slash, a dash or no file name stay as they are. */
async function compared(files: Readonly<Record<string, string>>, words: readonly string[], stdin = ""): Promise<Told> {
  const folder = await temporaryFolder(files);
  const terminal = { ...aTerminal(), readStdin: async () => stdin };
  const code = await run(["diff", ...words.map((word) => (word in files ? `${folder}/${word}` : word))], terminal, {});

  return { code, told: terminal.told().replaceAll(`${folder}/`, "") };
}

describe("skald diff", () => {
  test("shows the lines that differ, and what that means", async () => {
    const old = await readFile(`${SHOP}sagas/order.yaml`, "utf8");
    const young = old
      .replace("version: 2.1.0", "version: 2.2.0")
      .replace("    next: ship\n", "    next: capture\n")
      .replace("    next: announce\n", "    next: ship\n")
      .replace('address.orValue("") }\' }\n    next: capture\n', 'address.orValue("") }\' }\n    next: announce\n')
      .replace("call: inventory.reserve\n", "call: inventory.reserve\n    kind: retriable\n    timeout: 3s\n");

    const { code, told } = await compared({ "old.yaml": old, "new.yaml": young }, [
      "old.yaml",
      "new.yaml",
      "--services",
      `${SHOP}services`,
    ]);

    expect(code).toBe(1);
    await expect(told).toMatchFileSnapshot("golden/diff-order.txt");
  });

  test("shows what differs between two catalogues", async () => {
    const young = PAYMENTS.replace('    compensate:\n      call: { method: DELETE, path: "/charges/${ params.id }", accept: [404] }\n', "")
      .replace("9003", "9004")
      .concat("  refund: { kind: retriable, call: { method: POST, path: /refunds } }\n");

    const { code, told } = await compared({ "old.yaml": PAYMENTS, "new.yaml": young }, ["old.yaml", "new.yaml"]);

    expect(code).toBe(1);
    await expect(told).toMatchFileSnapshot("golden/diff-catalogue.txt");
  });

  test("is content with two files that are the same", async () => {
    expect(await compared({ "a.yaml": ORDER, "b.yaml": ORDER }, ["a.yaml", "b.yaml"])).toEqual({
      code: 0,
      told: "The files are the same.\n",
    });
  });

  test("says that nothing the saga does is different when only its text is", async () => {
    const { code, told } = await compared({ "a.yaml": ORDER, "b.yaml": `# A comment.\n${ORDER}` }, ["a.yaml", "b.yaml"]);

    expect(code).toBe(1);
    expect(told).toContain("\n+# A comment.\n");
    expect(told).toContain("saga shop/order 1.0.0\n  Nothing it does is different.\n");
  });

  test("compares documents by their names when a file holds several", async () => {
    const young = `${PAYMENTS.replace("accept: [404]", "accept: [410]")}---\n${ORDER.replace("name: order", "name: sale")}`;

    const { told } = await compared({ "a.yaml": `${ORDER}---\n${PAYMENTS}`, "b.yaml": young }, ["a.yaml", "b.yaml", "--json"]);

    expect(JSON.parse(told).documents).toMatchObject([
      { name: "saga shop/order", from: { version: "1.0.0" }, to: null, changes: [] },
      { name: "service shop/payments", changes: [{ kind: "undoChanged", subject: "charge", severity: "info" }] },
      { name: "saga shop/sale", from: null, to: { version: "1.0.0" }, changes: [] },
    ]);
  });

  test("answers a program with lines and changes as data", async () => {
    const { code, told } = await compared({ "a.yaml": ORDER, "b.yaml": ORDER.replace("next: done", "next: gone") }, [
      "a.yaml",
      "b.yaml",
      "--json",
    ]);

    expect(code).toBe(1);
    expect(JSON.parse(told)).toMatchObject({
      same: false,
      from: "a.yaml",
      to: "b.yaml",
      hunks: [{ fromLine: 12, fromCount: 5, toLine: 12, toCount: 5 }],
      documents: [
        {
          changes: [
            { kind: "edgeRemoved", edge: { from: "charge", to: "done", kind: "next", label: null } },
            { kind: "edgeAdded", edge: { from: "charge", to: "gone", kind: "next", label: null } },
          ],
        },
      ],
    });
  });

  test("takes one side from the pipe", async () => {
    expect((await compared({ "a.yaml": ORDER }, ["-", "a.yaml"], ORDER)).code).toBe(0);
    expect(await compared({}, ["-", "-"])).toMatchObject({
      code: 2,
      told: expect.stringContaining("Only one of the two can be piped in."),
    });
  });

  test("fails as a wrong call when a side cannot be read, and shows why", async () => {
    const { code, told } = await compared({ "a.yaml": ORDER, "b.yaml": ORDER.replace("next: done", "\tnext: done") }, ["a.yaml", "b.yaml"]);

    expect(code).toBe(2);
    expect(told).toMatch(/^b\.yaml:15:\d+ {2}TAB_INDENT {2}/m);
  });

  test("compares files, not folders", async () => {
    const { code, told } = await compared({ "a.yaml": ORDER }, ["a.yaml", SHOP]);

    expect([code, told]).toEqual([2, expect.stringContaining("is a folder; two files are compared.")]);
  });

  test("shows no control character of a document", async () => {
    const { told } = await compared({ "a.yaml": ORDER, "b.yaml": ORDER.replace("next: done", 'next: "\\u001b[2Jgone"') }, [
      "a.yaml",
      "b.yaml",
    ]);

    expect(told).toContain('"charge" leads to "\\u001b[2Jgone" now');
    expect(told.includes("\u001b")).toBe(false);
  });
});
