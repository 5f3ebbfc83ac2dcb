import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ROOT } from "../install.mjs";
import { runProgram } from "../run-program.ts";
import type { Verdict } from "./gate.ts";

interface Ban {
  readonly why: string;
  readonly in: RegExp;
  readonly line: RegExp;
}

const CODE = /\.(ts|tsx|mts|mjs|cjs|js|css|sql|prisma)$/;
const TEXT =
  /\.(ts|tsx|mts|mjs|cjs|js|css|sql|sh|prisma|md|json|jsonl|ya?ml|toml|svg|html|txt)$|(^|\/)(\.npmrc|\.gitignore|\.editorconfig|run)$/;

const BANS: readonly Ban[] = [
  { why: "something left to do, without the link of its issue", in: CODE, line: /\b(TO[D]O|FIX[M]E|HA[C]K)\b(?!.*https?:\/\/)/ },
  { why: "a path of one machine", in: TEXT, line: /(^|[\s"'`(=:,])\/(work|root|home|Users)\/[\w.-]/ },
  {
    why: "the host of a package registry",
    in: TEXT,
    line: /\b(registry\.(npmjs|yarnpkg)\.(org|com)|pypi\.org|files\.pythonhosted\.org|(static\.|index\.)?crates\.io|proxy\.golang\.org|repo1?\.maven|deb\.debian\.org)\b/,
  },
];

const BANNED_NAME =
  /^(utils?|helpers?|common|misc|manager|service|handler|base|impl|data|info|v1)(\.(test|contract))?\.(ts|tsx|mjs|cjs|js)$/;

/** The repository speaks of Skald alone: no leftovers, no machine, no registry, and names that say something. */
export async function checkWords(): Promise<Verdict> {
  const listed = await runProgram(["git", "ls-files", "--cached", "--others", "--exclude-standard"]);
  if (listed.code !== 0) return { passed: false, findings: listed.output };

  const files = listed.output.split("\n").filter((path) => path !== "" && path !== "package-lock.json");
  const findings = files.flatMap((path) => findingsIn(path, TEXT.test(path) ? readText(path) : ""));

  return { passed: findings.length === 0, findings: findings.join("\n") };
}

/** What this file's name and text must not have, one line each. */
export function findingsIn(path: string, text: string): readonly string[] {
  const named = BANNED_NAME.test(basename(path)) ? [`${path}: a name that says nothing (house style, rule 2)`] : [];
  const bans = BANS.filter((ban) => ban.in.test(path));
  const written = text
    .split("\n")
    .flatMap((line, index) => bans.filter((ban) => ban.line.test(line)).map((ban) => `${path}:${index + 1}: ${ban.why}`));

  return [...named, ...written];
}

function readText(path: string): string {
  try {
    return readFileSync(join(ROOT, path), "utf8");
  } catch {
    // Listed by git but deleted on disk: it has no words.
    return "";
  }
}
