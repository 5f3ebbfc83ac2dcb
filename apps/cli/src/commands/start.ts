import { randomUUID } from "node:crypto";
import { isTerminal, parseDuration, type SagaView, type StartRequest, UnreachableError } from "@skald/shared";
import type { Call, Command, Given } from "../command-line/command.ts";
import { UsageError } from "../command-line/usage-error.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { readInput } from "../reading/read-input.ts";
import { readLabels } from "../reading/read-labels.ts";
import { sagaText } from "../text/saga-text.ts";

/** The engine holds an answer no longer. */
const WAIT_MAX_MS = 60_000;

/** `skald start`: starts one saga. */
export const start: Command = {
  name: "start",
  summary: "Start a saga.",
  positionals: ["<namespace/name[@version]>"],
  options: {
    input: { value: "file|json|-", text: "Input: a JSON file, JSON as it stands, or - for what is piped in." },
    key: { value: "text", text: "Business key, instead of the one the definition computes." },
    label: { value: "name=value", many: true, text: "A label. May be given more than once." },
    "idempotency-key": { value: "text", text: "The same key and input start the same saga, however often they are sent." },
    wait: { value: "duration", text: "Wait until the saga has ended or needs a person, at most so long (up to 60s)." },
  },
  example: `start shop/order --input order.json --wait 10s`,
  notes: ["With --wait the call fails (1) when the saga ends otherwise than completed, or needs a person."],
  run: async (call) => {
    const request = await requestOf(call);
    const wait = waitOf(call.given);
    const idempotencyKey = call.given.text("idempotency-key") ?? randomUUID();
    const { saga, replayed } = await call.client
      .startSaga(request, { idempotencyKey, ...(wait === undefined ? {} : { wait }) })
      .catch((error: unknown) => {
        if (error instanceof UnreachableError)
          call.terminal.err(`Whether the saga was started is unknown. Send it again with --idempotency-key ${idempotencyKey}.`);
        throw error;
      });

    tell(saga, replayed, call);
    return wait === undefined ? EXIT.ok : exitCodeOf(saga);
  },
};

async function requestOf({ given, terminal }: Call): Promise<StartRequest> {
  const [definition = "", version] = (given.positionals[0] ?? "").split("@");
  const [input, key] = [given.text("input"), given.text("key")];
  const labels = readLabels(given.texts("label"));

  return {
    definition,
    ...(version === undefined ? {} : { version }),
    ...(input === undefined ? {} : { input: await readInput(input, terminal.readStdin) }),
    ...(key === undefined ? {} : { key }),
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
  };
}

function waitOf(given: Given): string | undefined {
  const wait = given.text("wait");
  const ms = wait === undefined ? 0 : parseDuration(wait);
  if (ms !== undefined && ms <= WAIT_MAX_MS) return wait;

  throw new UsageError(`"--wait" is "${wait}"; a duration up to 60s is needed, such as 10s.`);
}

function tell(saga: SagaView, replayed: boolean, { terminal, json }: Call): void {
  if (json) {
    terminal.out(JSON.stringify({ saga, replayed }, null, 2));
    return;
  }
  terminal.out(replayed ? "Started before, by the same key:" : "Started:");
  terminal.out(sagaText(saga, terminal.style));
}

function exitCodeOf({ status }: SagaView): ExitCode {
  const isBad = status === "suspended" || (isTerminal(status) && status !== "completed");

  return isBad ? EXIT.failed : EXIT.ok;
}
