// `npm run nightly`: what is too much for every change. Random sagas by the hundred thousand, a fuzz from another seed.
import { enter } from "./bootstrap.mjs";

await enter("./nightly/main.ts");
