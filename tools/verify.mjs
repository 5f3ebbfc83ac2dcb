// npm run verify: everything that can be said about the sources without running them.
import { enter } from "./bootstrap.mjs";

await enter("verify/main.ts");
