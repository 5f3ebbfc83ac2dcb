import { describe, expect, test } from "vitest";
import { COMMANDS } from "../src/command-line/commands.ts";
import { run } from "../src/run.ts";
import { createStyle } from "../src/text/style.ts";
import { aTerminal } from "./a-terminal.ts";
import { fakeEngine } from "./fake-engine.ts";
import { referenceText } from "./reference-text.ts";
import { skald } from "./skald.ts";

async function called(...words: readonly string[]): Promise<readonly [number, string]> {
  const terminal = aTerminal();
  const code = await run(words, terminal, {});

  return [code, terminal.told()];
}

describe("a wrong call", () => {
  test.each([
    [["valdate"], 'There is no command "valdate". Did you mean "validate"?', "skald --help"],
    [["--versoin"], 'There is no option "--versoin". Did you mean "--version"?', "skald --help"],
    [["ls", "--statsu", "x"], 'There is no option "--statsu". Did you mean "--status"?', "skald ls --help"],
    [["show"], '"skald show" needs <id>.', "skald show --help"],
    [["show", "a", "b"], '"skald show" has no use for "b".', "skald show --help"],
    [["ls", "--limit"], '"--limit" needs a value: --limit <number>.', "skald ls --help"],
    [["show", "a", "--steps=1"], '"--steps" takes no value.', "skald show --help"],
  ])("%j is explained, with the word that was meant", async (words, sentence, help) => {
    expect(await called(...words)).toEqual([2, `skald: ${sentence}\n"${help}" says more.\n`]);
  });

  test.each([
    [["ls", "--status", "suspnded"], '"--status" does not know "suspnded". Did you mean "suspended"?'],
    [["ls", "--limit", "0"], '"--limit" is "0"; a number from 1 to 500 is needed.'],
    [["ls", "--api", "localhost:8088"], '"localhost:8088" is no address of an engine; such as http://127.0.0.1:8088.'],
    [["resolve-unknown", "x"], '"skald resolve-unknown" needs --happened yes or --happened no.'],
  ])("%j is explained by the value that is wrong", async (words, sentence) => {
    expect(await called(...words)).toEqual([2, `skald: ${sentence}\n`]);
  });
});

describe("an engine that does not answer", () => {
  test("is named, with what to do", async () => {
    const { code, stdout, stderr } = await skald(["ls"], { api: "http://127.0.0.1:9" });

    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toBe(
      'skald: http://127.0.0.1:9 does not answer.\nStart it with "npm start", or name another with --api or SKALD_API.\n',
    );
  });

  test("is not confused with something else at its address", async () => {
    const { api } = await fakeEngine({ "GET /api/v1/sagas": { body: "welcome" } });

    const { code, stderr } = await skald(["ls", "--api", api]);

    expect(code).toBe(3);
    expect(stderr).toContain("is not a Skald engine (HTTP 200).");
  });
});

describe("help", () => {
  test("is there for skald and for every command, and costs nothing", async () => {
    const overview = await skald(["--help"]);
    const helps = await Promise.all(COMMANDS.map(({ name }) => called(name, "--help")));

    expect(overview.code).toBe(0);
    expect(COMMANDS.filter(({ name }) => !overview.stdout.includes(`\n  ${name} `))).toEqual([]);
    expect(helps.filter(([code, text]) => code !== 0 || !text.includes("For example"))).toEqual([]);
  });

  test("gives examples that the command line understands", async () => {
    const read = COMMANDS.map(({ example }) => example.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', "")) ?? []);

    const answers = await Promise.all(read.map((words) => called(...words, "--help")));

    expect(answers.map(([code]) => code)).toEqual(COMMANDS.map(() => 0));
  });

  test("is the reference page as well", async () => {
    // Written anew with: npx vitest run apps/cli/test/call.test.ts --update
    await expect(referenceText()).toMatchFileSnapshot("../../../docs/reference/command-line.md");
  });

  test("of a command is there behind the word help as well", async () => {
    expect(await called("help", "validate")).toEqual(await called("validate", "--help"));
    expect(await called("help")).toEqual(await called("--help"));
    expect((await called("help", "valdate"))[1]).toContain('Did you mean "validate"?');
  });

  test("tells the version", async () => {
    expect(await skald(["--version"])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^skald \d+\.\d+\.\d+\n$/) });
  });
});

describe("colour", () => {
  test("is only where somebody sees it", () => {
    expect([createStyle(false)("bad", "x"), createStyle(true)("bad", "x")]).toEqual(["x", "\u001b[31mx\u001b[39m"]);
  });
});
