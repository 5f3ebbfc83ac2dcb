// A stand-in for engine, console or shop: it answers health, writes down what happens to it, and
// drains on SIGTERM. While it drains it asks the database, to prove that the database still stands.
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { Client } from "pg";

const { PART = "", PORT = "0", DATABASE_URL = "", DIARY = "" } = process.env;
const server = createServer((_request, response) => {
  void isDatabaseThere().then((there) => response.writeHead(there ? 200 : 503).end());
});
server.listen(Number(PORT), "127.0.0.1", () => write(`${PART} started ${process.pid}`));

process.on("SIGTERM", async () => {
  write(`${PART} stops, database ${(await isDatabaseThere()) ? "there" : "gone"}`);
  process.exit(0);
});

async function isDatabaseThere(): Promise<boolean> {
  const client = new Client({ connectionString: DATABASE_URL });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    await client.end();

    return true;
  } catch {
    // Gone is an answer here.
    return false;
  }
}

function write(line: string): void {
  appendFileSync(join(DIARY, "diary.txt"), `${line}\n`);
}
