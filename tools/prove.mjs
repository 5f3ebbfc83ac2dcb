// `npm run prove`: 300 orders with every fault, ten kills of the engine, and a comparison at the end.
import { enter } from "./bootstrap.mjs";

await enter("../examples/shop/prove/main.ts");
