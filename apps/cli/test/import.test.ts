import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { run } from "../src/run.ts";
import { aTerminal } from "./a-terminal.ts";
import { skald } from "./skald.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const MACHINE = `{
  "StartAt": "Reserve",
  "States": {
    "Reserve": { "Type": "Task", "Comment": "Holds the goods", "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:reserve", "HeartbeatSeconds": 5, "End": true }
  }
}
`;
const WITHOUT_LOSS = MACHINE.replace('"HeartbeatSeconds": 5, ', "");

describe("an import", () => {
  test("writes a file for each document, which validate", async () => {
    const folder = await temporaryFolder({ "order-flow.asl.json": WITHOUT_LOSS });

    const { code, stdout } = await skald(["import", "order-flow.asl.json", "-o", "sagas"], { folder });
    const validated = await skald(["validate", "sagas"], { folder });

    expect([code, stdout]).toEqual([0, "sagas/order-flow.saga.yaml\nsagas/lambda.service.yaml\n"]);
    expect(validated.code).toBe(0);
    expect(await readFile(`${folder}/sagas/order-flow.saga.yaml`, "utf8")).toContain("  # Holds the goods\n  Reserve:\n");
  });

  test("keeps the report apart from the documents", async () => {
    const folder = await temporaryFolder({ "order.asl.json": MACHINE });

    const { code, stdout, stderr } = await skald(["import", "order.asl.json"], { folder });

    expect(code).toBe(1);
    expect(stdout).toContain("kind: saga");
    expect(stdout).toContain("\n---\n");
    expect(stderr).toContain("dropped  order.asl.json:4  /States/Reserve/HeartbeatSeconds\n");
    expect(stderr.endsWith("1 dropped, 1 changed, 1 note.\n")).toBe(true);
  });

  test("tells programs everything at once", async () => {
    const folder = await temporaryFolder({ "order.asl.json": MACHINE });
    const terminal = aTerminal();

    const code = await run(["import", `${folder}/order.asl.json`, "--json"], terminal, {});

    expect(code).toBe(1);
    expect(JSON.parse(terminal.told())).toMatchObject({ source: "asl", documents: [{}, {}], losses: expect.any(Array) });
  });

  test("does not write over what is there, unless it is told to", async () => {
    const folder = await temporaryFolder({ "order.asl.json": WITHOUT_LOSS, "sagas/order.saga.yaml": "mine" });

    const refused = await skald(["import", "order.asl.json", "--output", "sagas"], { folder });
    const kept = await readFile(`${folder}/sagas/order.saga.yaml`, "utf8");
    const forced = await skald(["import", "order.asl.json", "--output", "sagas", "--force"], { folder });

    expect([refused.code, refused.stderr]).toEqual([
      2,
      'skald: "sagas/order.saga.yaml" is there already; give --force to write over it.\n',
    ]);
    expect(kept).toBe("mine");
    expect(forced.code).toBe(0);
  });

  test("go into a folder, and a file in its place is a wrong call", async () => {
    const folder = await temporaryFolder({ "order.asl.json": WITHOUT_LOSS, sagas: "mine" });

    const { code, stderr } = await skald(["import", "order.asl.json", "--output", "sagas"], { folder });

    expect([code, stderr]).toEqual([2, expect.stringContaining('skald: "sagas" cannot be written to: EEXIST')]);
  });
});

describe("a file that cannot be imported", () => {
  test("is told with its place and a remedy", async () => {
    const folder = await temporaryFolder({ "order.asl.json": MACHINE.replace('"End": true', '"Next": "Ship"') });

    const { code, stdout, stderr } = await skald(["import", "order.asl.json"], { folder });

    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("order.asl.json:4:");
    expect(stderr).toContain(
      'SOURCE_INVALID  "Reserve" leads to "Ship", and no state of its machine has this name.\n  Correct the name, or add the state.\n',
    );
  });

  test("is a wrong call when it is a folder or not there", async () => {
    const folder = await temporaryFolder({ "a.json": MACHINE });
    await writeFile(`${folder}/b.yaml`, "a: 1\n");

    const answers = await Promise.all([skald(["import", "none.json"], { folder }), skald(["import", "b.yaml"], { folder })]);

    expect(answers.map(({ code }) => code)).toEqual([2, 2]);
    expect(answers[1].stderr).toContain("FORMAT_UNKNOWN");
  });
});
