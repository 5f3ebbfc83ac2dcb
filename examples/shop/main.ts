// The shop in one process: five participants, the fault desk and the front. Ends on SIGTERM, SIGINT,
// and when the supervisor that started it is gone.

import { createClient } from "@skald/shared";
import { configFromEnvironment, type ShopConfig } from "./config.ts";
import { loadDocuments } from "./documents.ts";
import { type Shop, startShop } from "./shop.ts";

const config = configFromEnvironment(process.env);
if (typeof config === "string") {
  console.error(config);
  process.exitCode = 1;
} else {
  await run(config).catch((error: unknown) => {
    console.error(`The shop did not start: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  });
}

async function run(config: ShopConfig): Promise<void> {
  const engine = createClient({ baseUrl: config.engineUrl });
  const shop = await startShop(config, engine);
  const ending = new AbortController();
  endOnSignals(shop, ending);
  announce(shop, config);
  process.send?.({ kind: "ready", url: shop.url, environment: shop.environment });

  const loaded = await loadDocuments(engine, ending.signal).catch(() => null);
  if (loaded === null) return; // asked to end before the engine was there
  if (loaded.kind === "loaded") console.log(`definitions     ${loaded.names.join(", ")}`);
  else console.error(`The engine refused the shop's documents: ${JSON.stringify(loaded.problem, null, 2)}`);
  process.send?.({ kind: loaded.kind });
}

function endOnSignals(shop: Shop, ending: AbortController): void {
  const end = (): void => {
    if (ending.signal.aborted) return;
    ending.abort();
    void shop.close().finally(() => process.exit(0));
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
  process.once("disconnect", end);
}

function announce(shop: Shop, { engineUrl }: ShopConfig): void {
  console.log(`fault desk      ${shop.url}/desk`);
  console.log(`front           ${shop.url}/api/coordinator/{orders,sagas,statistics,health}`);
  for (const { name, url } of Object.values(shop.participants)) console.log(`${name.padEnd(15)} ${url}`);
  console.log(`engine          ${engineUrl}`);
}
