// The proof: plays orders.jsonl against an engine that is killed without warning, repairs what is
// stuck, and compares what the participants hold with what the sagas say.
//   node examples/shop/prove/main.ts [--seed n] [--kills n] [--orders file] [--keep]

import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient, seededRandom } from "@skald/shared";
import { freePort } from "../../../tools/free-port.ts";
import { loadDocuments } from "../documents.ts";
import type { CallMoment } from "../participants/kit/participant.ts";
import { type Shop, startShop } from "../shop.ts";
import { findDifferences } from "./check.ts";
import { makeDatabases, type ProveDatabases } from "./databases.ts";
import { createEngineProcess } from "./engine-process.ts";
import type { Evidence } from "./evidence.ts";
import { readHoldings } from "./holdings.ts";
import { createKiller, type Killer } from "./killer.ts";
import { optionsFromArguments, type ProveOptions } from "./options.ts";
import { type OrderLine, readOrderLines } from "./order-line.ts";
import { playOrders } from "./play.ts";
import { reportLines } from "./report.ts";
import { listAllSagas, repairSuspended, waitForRest } from "./settle.ts";

/** A good order makes 12 moments at the participants; most orders are good. */
const MOMENTS_PER_ORDER = 9;

const startedAt = performance.now();
const options = optionsFromArguments(process.argv.slice(2));
say(`seed ${options.seed}, ${options.kills} kills`);
const differences = await prove(options);
for (const difference of differences) console.log(`- ${difference}`);
console.log(`${differences.length} differences`);
process.exit(differences.length === 0 ? 0 : 1);

async function prove({ seed, kills, orders, keep }: ProveOptions): Promise<readonly string[]> {
  const lines = await readOrderLines(orders);
  const databases = await makeDatabases(process.env["DATABASE_URL"]);
  const port = await freePort();
  const client = createClient({ baseUrl: `http://127.0.0.1:${port}` });
  let watch: (moment: CallMoment) => void = () => undefined;
  const config = { host: "127.0.0.1", port: 0, databaseUrl: databases.serverUrl, engineUrl: "", consoleUrl: "" };
  const shop = await startShop(config, client, { databaseName: databases.shopName, watch: (moment) => watch(moment) });
  const log = join(tmpdir(), `skald-prove-${process.pid}.log`);
  const engine = createEngineProcess({ port, databaseUrl: databases.engineUrl, participants: shop.environment, log });
  const killer = createKiller({ engine, random: seededRandom(seed), kills, moments: lines.length * MOMENTS_PER_ORDER, say });
  watch = killer.watch;
  try {
    await engine.start();
    await requireDocuments(client);
    const evidence = await playAndSettle(lines, { client, killer, shop });
    for (const line of reportLines(evidence)) console.log(line);
    return findDifferences(evidence);
  } finally {
    await engine.stop();
    await shop.close();
    await leave(databases, { keep, log });
  }
}

interface Stage {
  readonly client: Client;
  readonly killer: Killer;
  readonly shop: Shop;
}

async function playAndSettle(lines: readonly OrderLine[], { client, killer, shop }: Stage): Promise<Evidence> {
  const acknowledged = await playOrders(lines, { engine: client, faults: shop.faults });
  say(`${acknowledged.length} orders acknowledged`);
  await waitForRest(client, acknowledged.length);
  await killer.finish();
  const resting = await waitForRest(client, acknowledged.length);
  say(`all at rest, ${resting.filter(({ status }) => status === "suspended").length} suspended; ${killer.kills()} kills`);
  const repaired = await repairSuspended(client, shop.faults);
  say(`${repaired} repaired by retry`);

  return { acknowledged, sagas: await listAllSagas(client), holdings: await readHoldings(shop.databaseUrl) };
}

async function requireDocuments(client: Client): Promise<void> {
  const loaded = await loadDocuments(client, AbortSignal.timeout(60_000));
  if (loaded.kind === "refused") throw new Error(`The engine refused the shop's documents: ${JSON.stringify(loaded.problem, null, 2)}`);
}

async function leave(databases: ProveDatabases, { keep, log }: { readonly keep: boolean; readonly log: string }): Promise<void> {
  say(`log of the engine: ${log}`);
  if (keep) say(`kept: ${databases.engineUrl} and the database ${databases.shopName}`);
  else await databases.drop();
}

function say(line: string): void {
  console.log(`${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s  ${line}`);
}
