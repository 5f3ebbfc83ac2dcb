import { randomBytes } from "node:crypto";
import { Client } from "pg";

/** An empty database of its own, so that test files can run side by side. */
export interface FreshDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Makes an empty database on the server of this address. */
export async function freshDatabase(serverUrl: string): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await run(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;

  return { url: url.href, drop: () => run(serverUrl, `drop database if exists ${name} with (force)`) };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
