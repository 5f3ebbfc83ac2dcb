import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { run } from "../src/run.ts";
import { aTerminal } from "./a-terminal.ts";
import { skald } from "./skald.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { ORDER, PAYMENTS } from "./wrong-documents.ts";

const VALID = "✓ -  saga shop/order 1.0.0\n✓ payments.yaml  service shop/payments 1.0.0\nNo problems in 2 files.\n";

describe("what is read", () => {
  test("is piped in where - stands", async () => {
    const folder = await temporaryFolder({ "payments.yaml": PAYMENTS });

    const validated = await skald(["validate", "-", "payments.yaml"], { folder, stdin: ORDER });
    const checked = await skald(["check", "payments.yaml", "-"], { folder, stdin: ORDER });
    const drawn = await skald(["export", "-", "--format", "mermaid"], { folder, stdin: ORDER });

    expect(validated).toEqual({ code: 0, stdout: VALID, stderr: "" });
    expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining("✓ -  saga shop/order 1.0.0")]);
    expect([drawn.code, drawn.stdout]).toEqual([0, expect.stringContaining("stateDiagram-v2")]);
  });

  test("is read to its end where it is a pipe with a name", async () => {
    const folder = await temporaryFolder({ "order.txt": ORDER, "payments.yaml": PAYMENTS });
    await promisify(execFile)("mkfifo", [join(folder, "order.yaml")]);

    const [answer] = await Promise.all([
      skald(["validate", "order.yaml", "payments.yaml"], { folder }),
      writeFile(join(folder, "order.yaml"), ORDER),
    ]);

    expect(answer).toEqual({ code: 0, stdout: VALID.replace("✓ -", "✓ order.yaml"), stderr: "" });
  });

  test("is read once, however it is named", async () => {
    const folder = await temporaryFolder({ "order.yaml": ORDER, "payments.yaml": PAYMENTS });

    const { stdout } = await skald(["validate", ".", "./order.yaml", "order.yaml", "payments.yaml"], { folder });

    expect(stdout).toContain("No problems in 2 files.");
  });

  test.each([
    ["Latin-1", Buffer.from(`# Verkäufe\n${ORDER}`, "latin1")],
    ["UTF-16", Buffer.from(`\ufeff${ORDER}`, "utf16le")],
  ])("is UTF-8, and %s is said to be none instead of being stored as something else", async (_name, bytes) => {
    const folder = await temporaryFolder({ "payments.yaml": PAYMENTS });
    await writeFile(join(folder, "order.yaml"), bytes);

    const answers = await Promise.all(["validate", "apply"].map((command) => skald([command, "."], { folder })));

    const refused = { code: 2, stdout: "", stderr: 'skald: "order.yaml" cannot be read: it is not UTF-8. Save it as UTF-8.\n' };
    expect(answers).toEqual([refused, refused]);
  });

  test("is no pattern: where the shell leaves one, the folder is asked for", async () => {
    const { code, stderr } = await skald(["validate", "sagas/*.yaml"]);

    expect([code, stderr]).toEqual([
      2,
      'skald: There is no file "sagas/*.yaml". Name its folder instead: folders are searched for *.yaml, *.yml and *.json.\n',
    ]);
  });
});

describe("an answer for a program", () => {
  test.each([["validate"], ["check"], ["simulate"], ["test"], ["export", "--format", "scxml"]])(
    "says what is wrong with documents in the same form: %s",
    async (...words) => {
      const folder = await temporaryFolder({ "order.yaml": ORDER.replace("start:", "strat:") });
      const terminal = aTerminal();

      const code = await run([...words, `${folder}/order.yaml`, "--json"], terminal, {});

      expect(code).toBe(1);
      expect(JSON.parse(terminal.told())).toMatchObject({
        valid: false,
        files: [
          {
            file: `${folder}/order.yaml`,
            valid: false,
            diagnostics: expect.arrayContaining([expect.objectContaining({ code: "UNKNOWN_FIELD" })]),
          },
        ],
      });
    },
  );
});
