import type { ClientBase } from "pg";
import type { Answer } from "./answer.ts";
import type { StepCall } from "./call.ts";

/** What is known of a visit, read under the lock of its row. */
export interface StepRow {
  readonly fence: bigint;
  readonly opened: boolean;
  readonly closed: boolean;
}

/** An answer given before, with the fingerprint of the request it belongs to. */
export interface StoredAnswer {
  readonly fingerprint: string | null;
  readonly answer: Answer;
}

/**
 * Raises the highest fence of a visit and locks its row until the transaction ends.
 * The answer must be looked up by a later statement: this one may have waited for a concurrent
 * duplicate, and its snapshot does not show what that one stored.
 */
export async function raiseFence(client: ClientBase, step: StepCall): Promise<StepRow> {
  const text = `
    insert into skald_step (saga, state, visit, fence)
    values ($1, $2, $3, $4)
    on conflict (saga, state, visit) do update
       set fence = greatest(skald_step.fence, excluded.fence)
    returning fence::text, opened, closed`;
  const result = await client.query<{ fence: string; opened: boolean; closed: boolean }>(text, [
    step.saga,
    step.state,
    step.visit,
    String(step.fence),
  ]);
  const row = result.rows[0];
  if (row === undefined) throw new Error(`The barrier row of "${step.saga}/${step.state}" was not returned.`);

  return { fence: BigInt(row.fence), opened: row.opened, closed: row.closed };
}

/** Remembers that the action of a visit took effect, or that its undo was accepted. */
export async function markStep(
  client: ClientBase,
  step: StepCall,
  mark: { readonly opened?: true; readonly closed?: true },
): Promise<void> {
  const text = `
    update skald_step
       set opened = opened or $4, closed = closed or $5
     where saga = $1 and state = $2 and visit = $3`;
  await client.query(text, [step.saga, step.state, step.visit, mark.opened === true, mark.closed === true]);
}

/** Takes a plain key. False: somebody has it, and what they answered is committed by now. */
export async function takeKey(client: ClientBase, key: string): Promise<boolean> {
  const result = await client.query("insert into skald_answer (key) values ($1) on conflict (key) do nothing", [key]);
  return result.rowCount === 1;
}

/** Gives a plain key back after a refusal, so that the same key may try again. */
export async function releaseKey(client: ClientBase, key: string): Promise<void> {
  await client.query("delete from skald_answer where key = $1 and status is null", [key]);
}

/** The answer stored under a key; null when there is none. */
export async function findAnswer(client: ClientBase, key: string): Promise<StoredAnswer | null> {
  const text = "select fingerprint, status, headers, body from skald_answer where key = $1 and status is not null";
  const result = await client.query<{ fingerprint: string | null; status: number; headers: string | null; body: string | null }>(text, [
    key,
  ]);
  const row = result.rows[0];
  if (row === undefined) return null;

  const answer: Answer = {
    status: row.status,
    ...(row.body === null ? {} : { body: JSON.parse(row.body) as unknown }),
    ...(row.headers === null ? {} : { headers: JSON.parse(row.headers) as Record<string, string> }),
  };
  return { fingerprint: row.fingerprint, answer };
}

/** Stores the answer under its key, in the transaction of the effect. */
export async function storeAnswer(client: ClientBase, key: string, stored: StoredAnswer): Promise<void> {
  const text = `
    insert into skald_answer (key, fingerprint, status, headers, body)
    values ($1, $2, $3, $4, $5)
    on conflict (key) do update
       set fingerprint = excluded.fingerprint, status = excluded.status, headers = excluded.headers, body = excluded.body`;
  const { status, headers, body } = stored.answer;
  await client.query(text, [
    key,
    stored.fingerprint,
    status,
    headers === undefined ? null : JSON.stringify(headers),
    body === undefined ? null : JSON.stringify(body),
  ]);
}
