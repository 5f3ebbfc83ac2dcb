import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const SKALD = fileURLToPath(new URL("../bin/skald.mjs", import.meta.url));

/** What a call of the command line came to. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a call runs. */
export interface Place {
  readonly folder?: string;
  readonly api?: string;
  readonly stdin?: string;
}

/** Runs the command line as a process of its own, with pipes instead of a terminal. */
export async function skald(words: readonly string[], { folder, api = "http://127.0.0.1:9", stdin = "" }: Place = {}): Promise<Finished> {
  const child = spawn(process.execPath, [SKALD, ...words], {
    cwd: folder,
    env: { PATH: process.env["PATH"], SKALD_API: api, SKALD_ACTOR: "ada" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin.end(stdin);
  const [code] = (await once(child, "close")) as [number | null];

  return { code, stdout, stderr };
}
