// npm run bench -- [--quick] [--json] [--bare] [--seconds=6] [--rounds=4] [--in-flight=100]
//
// Measures the whole engine against a bare loop, in turns in one run. The exit code tells whether it ran and every
// ledger was exact, never whether it was fast: seconds of one machine are no bar on another.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startBare } from "./bare.ts";
import { jsonOf, tableOf } from "./report.ts";
import { type Effort, measure } from "./rounds.ts";
import { type Scene, setScene } from "./scene.ts";
import { startSkald } from "./skald.ts";
import type { Contender } from "./workload.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    bare: { type: "boolean", default: false },
    seconds: { type: "string" },
    rounds: { type: "string" },
    "in-flight": { type: "string", default: "100" },
  },
});

const effort: Effort = {
  rounds: Number(values.rounds ?? (values.quick ? 6 : 8)),
  seconds: Number(values.seconds ?? (values.quick ? 3 : 6)),
  warmUpSeconds: values.quick ? 2 : 4,
  inFlight: Number(values["in-flight"]),
  oneByOne: values.quick ? 200 : 600,
};

const scene = await setScene();
const opened: Contender[] = [];
try {
  await run(scene);
} catch (error) {
  console.error(engineLog(scene));
  throw error;
} finally {
  for (const contender of opened) await contender.close();
  await scene.close();
}

async function run({ participantUrl, newDatabase, folder, database }: Scene): Promise<void> {
  opened.push(await startBare(await newDatabase(), participantUrl));
  const skald = values.bare ? null : await startSkald(await newDatabase(), participantUrl, join(folder, "engine.log"));
  if (skald !== null) opened.push(skald);

  const figures = await measure(scene, opened, effort);
  console.log(tableOf(figures, database, effort));
  if (!values.json) return;
  const residentMb = skald?.residentMb() ?? null;
  console.log(jsonOf(figures, { residentMb: residentMb === null ? null : Math.round(residentMb), refusals: skald?.refusals() ?? 0 }));
}

/** The end of what the engine said; the folder is thrown away. */
function engineLog({ folder }: Scene): string {
  const path = join(folder, "engine.log");

  return existsSync(path) ? `The engine said last:\n${readFileSync(path, "utf8").slice(-4_000)}` : "";
}
