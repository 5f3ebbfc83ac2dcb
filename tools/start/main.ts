import { join } from "node:path";
import { buildConsole } from "./console-build.ts";
import { missingParts, partsOfTheHouse } from "./parts.ts";
import { readSettings } from "./settings.ts";
import { supervise } from "./supervise.ts";

try {
  const settings = readSettings(process.env, process.argv.slice(2));
  const missing = missingParts(partsOfTheHouse(settings, ""));
  if (missing.length > 0) throw new Error(`This checkout has no ${missing.map((part) => part.name).join(" and no ")}.`);

  process.exitCode = await supervise(settings, {
    parts: partsOfTheHouse,
    prepare: async (part, { data }, stopping) => {
      if (part.name !== "console") return;
      await buildConsole(join(data, "logs", "console-build.log"), stopping, (sentence) => console.log(`  · ${sentence}`));
    },
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
// A timer or a socket that somebody forgot must not keep a stopped house open.
process.exit();
