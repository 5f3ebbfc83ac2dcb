import { ROOT } from "../install.mjs";
import { runProgram } from "../run-program.ts";
import type { Verdict } from "./gate.ts";

interface Bound {
  readonly figure: string;
  readonly words: string;
  readonly max?: number;
  readonly min?: number;
  /** Whether the gate fails, or only says so. */
  readonly stop: boolean;
}

// The budget of the house style. What stops is what cannot be argued about.
const BUDGET: readonly Bound[] = [
  { figure: "maxLines", words: "lines of the longest source file", max: 400, stop: true },
  { figure: "anyCount", words: "uses of any", max: 0, stop: true },
  { figure: "cycles", words: "import cycles", max: 0, stop: true },
  { figure: "todoCount", words: "things left to do", max: 0, stop: true },
  { figure: "medianLines", words: "lines of the median source file", max: 90, stop: false },
  { figure: "p90Lines", words: "lines of a source file, p90", max: 250, stop: false },
  { figure: "medianFunction", words: "lines of the median function", max: 12, stop: false },
  { figure: "p90Function", words: "lines of a function, p90", max: 40, stop: false },
  { figure: "maxFanOut", words: "children of the widest folder", max: 15, stop: false },
  { figure: "commentPct", words: "% comment lines", min: 10, max: 25, stop: false },
];
const DOCUMENTED: Bound = { figure: "documentedPct", words: "% of exports documented in packages and ports", min: 60, stop: false };

/** Compares the shape of the code with the budget. */
export async function checkFigures(): Promise<Verdict> {
  const everything = await measure([]);
  const contracts = await measure(["packages", "apps/engine/src/ports"]);
  if (everything === null || contracts === null) return { passed: false, findings: "tools/house-figures.sh did not print its figures." };

  const broken = [...BUDGET.map((bound) => judge(bound, everything)), judge(DOCUMENTED, contracts)].filter((finding) => finding !== null);
  const stops = broken.filter((finding) => finding.stop);

  return {
    passed: stops.length === 0,
    findings: stops.map(sentence).join("\n"),
    notes: broken.filter((finding) => !finding.stop).map(sentence),
  };
}

type Figures = Readonly<Record<string, unknown>>;
type Broken = Bound & { readonly value: number; readonly where: string };

async function measure(folders: readonly string[]): Promise<Figures | null> {
  const ran = await runProgram(["bash", "tools/house-figures.sh", "--json", ROOT, ...folders]);
  if (ran.code !== 0) return null;

  return JSON.parse(ran.output);
}

function judge(bound: Bound, figures: Figures): Broken | null {
  const value = Number(figures[bound.figure]);
  if (value <= (bound.max ?? Number.POSITIVE_INFINITY) && value >= (bound.min ?? 0)) return null;

  const where = { maxLines: "maxFile", maxFanOut: "widestFolder", cycles: "largestCycleFiles" }[bound.figure];

  return { ...bound, value, where: where === undefined ? "" : ` (${String(figures[where])})` };
}

function sentence(broken: Broken): string {
  const wanted = [broken.min === undefined ? "" : `at least ${broken.min}`, broken.max === undefined ? "" : `at most ${broken.max}`];

  return `${broken.value} ${broken.words}, wanted ${wanted.filter(Boolean).join(" and ")}${broken.where}`;
}
