// The practical limit: a hand-written loop over the same HTTP client and the same journal with group commit, with
// nothing between them. What an engine costs is the distance to this.

import { Client } from "pg";
import { Pool } from "undici";
import { type Contender, payload, STEPS } from "./workload.ts";

const CREATE = `
  create table journal (
    saga bigint,
    seq smallint,
    kind smallint,
    data text,
    primary key (saga, seq)
  )`;

const APPEND = `
  insert into journal (saga, seq, kind, data)
  select * from unnest($1::bigint[], $2::smallint[], $3::smallint[], $4::text[])`;

const HEADERS = { "content-type": "application/json" };

interface Entry {
  readonly saga: number;
  readonly seq: number;
  readonly kind: number;
  readonly data: string;
}

interface Queued {
  readonly entry: Entry;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** The bare loop over an empty database. */
export async function startBare(databaseUrl: string, participantUrl: string): Promise<Contender> {
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  await database.query(CREATE);
  const pool = new Pool(participantUrl, { connections: 128, pipelining: 1 });
  const append = groupCommit(database);

  async function call(step: string, body: string): Promise<string> {
    const response = await pool.request({ method: "POST", path: `/${step}`, headers: HEADERS, body });
    const answer = await response.body.json();
    if (response.statusCode !== 200) throw new Error(`The participant answered ${response.statusCode}.`);
    return JSON.stringify(answer);
  }

  return {
    name: "bare loop",
    run: async (id) => {
      await append({ saga: id, seq: 0, kind: 0, data: payload(id, 0) });
      for (const [index, step] of STEPS.entries()) {
        const data = await call(step, payload(id, index + 1));
        await append({ saga: id, seq: index + 1, kind: index + 1 === STEPS.length ? 9 : 1, data });
      }
    },
    cpuMs: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
    close: async () => {
      await pool.destroy();
      await database.end();
    },
  };
}

/** Everything that is appended while a flush is under way goes into the next one. */
function groupCommit(database: Client): (entry: Entry) => Promise<void> {
  let queue: Queued[] = [];
  let isFlushing = false;
  let isScheduled = false;

  async function flush(): Promise<void> {
    isScheduled = false;
    if (isFlushing || queue.length === 0) return;
    isFlushing = true;
    const batch = queue;
    queue = [];
    try {
      await database.query({ name: "append", text: APPEND, values: columnsOf(batch) });
      for (const { done } of batch) done();
    } catch (error) {
      for (const { failed } of batch) failed(error);
    }
    isFlushing = false;
    void flush();
  }

  return (entry) =>
    new Promise((done, failed) => {
      queue.push({ entry, done, failed });
      if (isFlushing || isScheduled) return;
      isScheduled = true;
      setImmediate(flush);
    });
}

function columnsOf(batch: readonly Queued[]): unknown[][] {
  return [
    batch.map(({ entry }) => entry.saga),
    batch.map(({ entry }) => entry.seq),
    batch.map(({ entry }) => entry.kind),
    batch.map(({ entry }) => entry.data),
  ];
}
