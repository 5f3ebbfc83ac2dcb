import { chmod, lstat, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../src/run.ts";
import { aTerminal } from "./a-terminal.ts";
import { skald } from "./skald.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { ORDER, PAYMENTS } from "./wrong-documents.ts";

const SLOPPY = `# Sells.
start: charge
document: {dsl: '1.0', kind: saga, name: order, version: 1.0.0} # the head
states:
    charge: {call: payments.charge, type: task, next: done}
    done: {type: succeed}
`;
const NEAT = `document: { dsl: "1.0", kind: saga, name: order, version: 1.0.0 } # the head
# Sells.
start: charge
states:
  charge: { type: task, call: payments.charge, next: done }
  done: { type: succeed }
`;
const CUT = SLOPPY.replace("next: done", "with: { id: ${ input.id } }, next: done");
const BROKEN = SLOPPY.replace("start: charge", "start: charge\nstart: done");

interface Told {
  readonly code: number;
  readonly told: string;
}

/** Formats the folder, or files in it, in this process. */
async function formatted(folder: string, ...words: readonly string[]): Promise<Told> {
  const terminal = aTerminal();
  const code = await run(["fmt", ...words.map((word) => (word.startsWith("--") ? word : join(folder, word)))], terminal, {});

  return { code, told: terminal.told().replaceAll(`${folder}/`, "") };
}

async function piped(text: string, ...words: readonly string[]): Promise<Told> {
  const terminal = { ...aTerminal(), readStdin: async () => text };
  const code = await run(["fmt", "-", ...words], terminal, {});

  return { code, told: terminal.told() };
}

const textIn = (folder: string, name: string): Promise<string> => readFile(join(folder, name), "utf8");

describe("skald fmt", () => {
  test("writes files in their canonical form and says which", async () => {
    const folder = await temporaryFolder({ "a.yaml": SLOPPY, "b.yaml": NEAT });

    const answer = await skald(["fmt", "."], { folder });

    expect(answer).toEqual({ code: 0, stdout: "✓ a.yaml\n2 files: 1 formatted, 1 in canonical form already.\n", stderr: "" });
    expect([await textIn(folder, "a.yaml"), await textIn(folder, "b.yaml")]).toEqual([NEAT, NEAT]);
    expect(await readdir(folder)).toEqual(["a.yaml", "b.yaml"]);
  });

  test("keeps permissions and links", async () => {
    const folder = await temporaryFolder({ "a.yaml": SLOPPY });
    await chmod(join(folder, "a.yaml"), 0o640);
    await symlink("a.yaml", join(folder, "link.yaml"));

    await formatted(folder, "link.yaml");

    expect([(await stat(join(folder, "a.yaml"))).mode & 0o777, (await lstat(join(folder, "link.yaml"))).isSymbolicLink()]).toEqual([
      0o640,
      true,
    ]);
    expect(await textIn(folder, "a.yaml")).toBe(NEAT);
  });

  test("leaves a file with a mistake as it is, says what is wrong, and formats the others", async () => {
    const folder = await temporaryFolder({ "a.yaml": BROKEN, "b.yaml": SLOPPY });

    const { code, told } = await formatted(folder, "a.yaml", "b.yaml");

    expect(code).toBe(1);
    await expect(told).toMatchFileSnapshot("golden/fmt-broken.txt");
    expect([await textIn(folder, "a.yaml"), await textIn(folder, "b.yaml")]).toEqual([BROKEN, NEAT]);
  });

  test("never writes back a file that is no UTF-8", async () => {
    const folder = await temporaryFolder({});
    const bytes = Buffer.from(SLOPPY.replace("Sells", "Verkäufe"), "latin1");
    await writeFile(join(folder, "a.yaml"), bytes);

    const { code, told } = await formatted(folder, "a.yaml");

    expect([code, told]).toEqual([2, 'skald: "a.yaml" cannot be read: it is not UTF-8. Save it as UTF-8.\n']);
    expect((await readFile(join(folder, "a.yaml"))).equals(bytes)).toBe(true);
  });

  test("answers a program file by file", async () => {
    const folder = await temporaryFolder({ "a.yaml": SLOPPY, "b.yaml": BROKEN, "c.yaml": NEAT });

    const { code, told } = await formatted(folder, ".", "--json");

    expect(code).toBe(1);
    expect(JSON.parse(told)).toEqual({
      files: [
        { file: "a.yaml", outcome: "formatted", diagnostics: [] },
        { file: "b.yaml", outcome: "invalid", diagnostics: [expect.objectContaining({ code: "DUPLICATE_KEY", line: 3 })] },
        { file: "c.yaml", outcome: "same", diagnostics: [] },
      ],
    });
  });
});

describe("skald fmt --check", () => {
  test("names the files that differ and changes nothing", async () => {
    const folder = await temporaryFolder({ "a.yaml": SLOPPY, "b.yaml": NEAT });

    const answer = await formatted(folder, ".", "--check");

    expect(answer).toEqual({ code: 1, told: "a.yaml\n2 files: 1 not in canonical form, 1 in canonical form already.\n" });
    expect(await textIn(folder, "a.yaml")).toBe(SLOPPY);
  });

  test("is content with what fmt has written", async () => {
    const folder = await temporaryFolder({ "order.yaml": ORDER, "payments.yaml": PAYMENTS });
    await formatted(folder, ".");

    const { code } = await formatted(folder, ".", "--check");

    expect(code).toBe(0);
  });
});

describe("skald fmt --fix", () => {
  test("quotes what YAML would cut, which is refused without it", async () => {
    const folder = await temporaryFolder({ "a.yaml": CUT });

    const without = await formatted(folder, "a.yaml");
    const fixed = await formatted(folder, "a.yaml", "--fix");

    expect([without.code, fixed.code]).toEqual([1, 0]);
    expect(without.told).toContain("  QUOTE_EXPRESSION  ");
    expect(await textIn(folder, "a.yaml")).toBe(NEAT.replace("next: done", 'with: { id: "${ input.id }" }, next: done'));
  });
});

describe("skald fmt -", () => {
  test("formats what is piped in to the output", async () => {
    expect(await skald(["fmt", "-"], { stdin: SLOPPY })).toEqual({ code: 0, stdout: NEAT, stderr: "" });
  });

  test("writes nothing to the output when it cannot be read", async () => {
    const { code, stdout, stderr } = await skald(["fmt", "-"], { stdin: BROKEN });

    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("-:3:1  DUPLICATE_KEY  ");
  });

  test("checks with --check, in silence", async () => {
    const answers = [await piped(NEAT, "--check"), await piped(SLOPPY, "--check")];

    expect(answers).toEqual([
      { code: 0, told: "" },
      { code: 1, told: "" },
    ]);
  });

  test("stands alone", async () => {
    expect(await piped("", "a.yaml")).toEqual({
      code: 2,
      told: 'skald: "-" stands alone: what is piped in is one text.\n"skald fmt --help" says more.\n',
    });
  });
});
