import { describe, expect, test } from "vitest";
import { run } from "../src/run.ts";
import { aTerminal } from "./a-terminal.ts";
import { skald } from "./skald.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { ORDER, PAYMENTS, WRONG_DOCUMENTS } from "./wrong-documents.ts";

describe("a wrong document", () => {
  test.each(WRONG_DOCUMENTS)("gets $code with its line, a caret and a remedy", async ({ code, text }) => {
    const folder = await temporaryFolder({ "order.yaml": text, "payments.yaml": PAYMENTS });

    const terminal = aTerminal();

    const exitCode = await run(["validate", `${folder}/order.yaml`, `${folder}/payments.yaml`], terminal, {});

    const told = terminal.told().replaceAll(`${folder}/`, "");
    expect(exitCode).toBe(1);
    expect(told).toContain(`  ${code}  `);
    await expect(told).toMatchFileSnapshot(`golden/${code.toLowerCase().replaceAll("_", "-")}.txt`);
  });

  test("is told with all others in one call, each under its own name", async () => {
    const names = WRONG_DOCUMENTS.map(({ code }) => `sagas/${code.toLowerCase()}.yaml`);
    const texts = WRONG_DOCUMENTS.map(({ text }, index) => [names[index] ?? "", text] as const);
    const folder = await temporaryFolder({ ...Object.fromEntries(texts), "payments.yaml": PAYMENTS });

    const { code, stdout, stderr } = await skald(["validate", "."], { folder });

    expect([code, stderr]).toEqual([1, ""]);
    expect(WRONG_DOCUMENTS.filter((wrong, index) => !new RegExp(`^${names[index]}:\\d+:\\d+  ${wrong.code}  `, "m").test(stdout))).toEqual(
      [],
    );
    expect(stdout).toContain(`${WRONG_DOCUMENTS.length} errors in ${WRONG_DOCUMENTS.length + 1} files.`);
  });
});

describe("valid documents", () => {
  test("are named, and the services of all files see each other whatever the order", async () => {
    const folder = await temporaryFolder({ "order.yaml": ORDER, "payments.yaml": PAYMENTS });

    const answer = await skald(["validate", "order.yaml", "payments.yaml"], { folder });

    expect(answer).toEqual({
      code: 0,
      stdout: "✓ order.yaml  saga shop/order 1.0.0\n✓ payments.yaml  service shop/payments 1.0.0\nNo problems in 2 files.\n",
      stderr: "",
    });
  });

  test("with warnings alone are valid", async () => {
    const folder = await temporaryFolder({
      "order.yaml": ORDER.replace("start:", "use: { services: { stock: shop/payments } }\nstart:"),
      "payments.yaml": PAYMENTS,
    });

    const { code, stdout } = await skald(["validate", "."], { folder });

    expect(code).toBe(0);
    expect(stdout).toContain("warning  UNUSED_SERVICE");
    expect(stdout).toContain("1 warning in 2 files.");
  });

  test("are found below a folder, without what is no document", async () => {
    const folder = await temporaryFolder({
      "sagas/order.yml": ORDER,
      "services/payments.json": JSON.stringify({
        document: { dsl: "1.0", kind: "service", namespace: "shop", name: "payments", version: "1.0.0" },
        baseUrl: "http://127.0.0.1:9003",
        operations: { charge: { kind: "retriable", call: { method: "POST", path: "/charges" } } },
      }),
      "package.json": "{}",
      "notes.txt": "nothing",
      ".hidden/wrong.yaml": ":",
      "node_modules/wrong.yaml": ":",
    });

    const { stdout } = await skald(["validate", ".", "--json"], { folder });

    expect(JSON.parse(stdout).files.map(({ file }: { file: string }) => file)).toEqual(["sagas/order.yml", "services/payments.json"]);
  });
});

describe("the answer for programs", () => {
  test("is what the API says of a document, by file", async () => {
    const folder = await temporaryFolder({ "order.yaml": ORDER.replace("next: done", "next: dine"), "payments.yaml": PAYMENTS });

    const { code, stdout } = await skald(["validate", ".", "--json"], { folder });

    const { valid, files } = JSON.parse(stdout);
    expect([code, valid]).toEqual([1, false]);
    expect(files[0]).toMatchObject({ file: "order.yaml", valid: false, documents: [] });
    expect(files[0].diagnostics[0]).toEqual({
      code: "UNKNOWN_STATE",
      severity: "error",
      message: 'No state is called "dine".',
      line: 15,
      column: 11,
      endLine: 15,
      endColumn: 15,
      document: 0,
      suggestion: "done",
      remedy: expect.any(String),
      caret: expect.stringContaining("^^^^"),
    });
    expect(files[1]).toEqual({
      file: "payments.yaml",
      valid: true,
      documents: [{ kind: "service", namespace: "shop", name: "payments", version: "1.0.0" }],
      diagnostics: [],
    });
  });
});

describe("hostile files", () => {
  test("are told, not obeyed: a control character never reaches the terminal", async () => {
    const folder = await temporaryFolder({ "order.yaml": ORDER.replace("next: done", 'next: "\\u001b[2Jgone"') });

    const { code, stdout } = await skald(["validate", "order.yaml"], { folder });

    expect(code).toBe(1);
    expect(stdout).toContain("\\u001b[2Jgone");
    expect(stdout.includes("\u001b")).toBe(false);
  });

  test("larger than any document are refused without being read whole", async () => {
    const folder = await temporaryFolder({ "large.yaml": "a: b\n".repeat(2_000_000) });

    const { code, stdout } = await skald(["validate", "large.yaml"], { folder });

    expect(code).toBe(1);
    expect(stdout).toContain("DOCUMENT_TOO_LARGE");
  });

  test("that are not there, or hold nothing of ours, are a wrong call", async () => {
    const folder = await temporaryFolder({ "notes/readme.txt": "" });

    const [missing, empty] = await Promise.all([skald(["validate", "order.yaml"], { folder }), skald(["validate", "notes"], { folder })]);

    expect([missing, empty]).toEqual([
      { code: 2, stdout: "", stderr: 'skald: There is no file "order.yaml".\n' },
      { code: 2, stdout: "", stderr: 'skald: There is no document (*.yaml, *.yml, *.json) in "notes".\n' },
    ]);
  });
});
