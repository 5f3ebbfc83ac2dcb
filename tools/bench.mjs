// `npm run bench`: what the engine costs, against a bare loop in the same run.
import { enter } from "./bootstrap.mjs";

await enter("../bench/main.ts");
