// npm start: the whole house with one command. See start/supervise.ts.
import { join } from "node:path";
import { enter } from "./bootstrap.mjs";
import { readHolder } from "./lock-file.mjs";
import { dataFolder, tellRunning } from "./start/running.mjs";

const holder = readHolder(join(dataFolder(), "supervisor.lock"));
if (holder === null) await enter("start/main.ts");
else tellRunning(holder);
