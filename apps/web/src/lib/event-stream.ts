// One live stream, read with fetch: unlike EventSource it sees heartbeats, so it knows when it is stale,
// and it sends Last-Event-ID on a reconnect it decides itself.
//
//   E1. Messages are delivered in order; nothing is delivered after `stop`.
//   E2. Silence of more than 30 s (heartbeats are every 15 s) is a failure.
//   E3. Two failures in a row turn to polling; the stream is still tried, and its return ends the polling.

/** One message of a stream. */
export interface StreamMessage {
  readonly event: string;
  readonly data: string;
  readonly id: string | null;
}

/** Splits the text of an event stream into messages (WHATWG HTML, section 9.2). Keeps what is not complete yet. */
export function createParser(deliver: (message: StreamMessage) => void): (chunk: string) => void {
  let rest = "";
  let event = "";
  let data: string[] = [];
  let id: string | null = null;

  const readLine = (line: string): void => {
    if (line === "") {
      if (data.length > 0 || event !== "") deliver({ event: event === "" ? "message" : event, data: data.join("\n"), id });
      event = "";
      data = [];
      return;
    }
    const colon = line.indexOf(":");
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") data.push(value);
    if (field === "event") event = value;
    if (field === "id") id = value;
  };

  return (chunk) => {
    const lines = (rest + chunk).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? "";
    for (const line of lines) readLine(line);
  };
}

/** How the stream tells its owner what happens. */
export interface StreamListener {
  onMessage(message: StreamMessage): void;
  onState(state: "live" | "polling" | "disconnected"): void;
  /** Reads what the stream would have told. Rejects when the engine does not answer. */
  poll(): Promise<void>;
}

const STALE_MS = 30_000;
const POLL_MS = 3000;
const RETRY_MS = [500, 3000, 6000, 15_000] as const;

/** Follows a stream until the returned function is called. */
export function followStream(path: string, listener: StreamListener): () => void {
  const stopped = new AbortController();
  let lastId: string | null = null;
  let failures = 0;
  let pollTimer: ReturnType<typeof setInterval> | undefined;

  const startPolling = (): void => {
    if (pollTimer !== undefined || stopped.signal.aborted) return;

    const tick = (): void => {
      listener.poll().then(
        () => pollTimer !== undefined && listener.onState("polling"),
        () => pollTimer !== undefined && listener.onState("disconnected"),
      );
    };
    pollTimer = setInterval(tick, POLL_MS);
    tick();
  };
  const stopPolling = (): void => {
    clearInterval(pollTimer);
    pollTimer = undefined;
  };

  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await readOnce(path, lastId, stopped.signal, {
        onOpen: () => {
          failures = 0;
          stopPolling();
          listener.onState("live");
        },
        onMessage: (message) => {
          lastId = message.id ?? lastId;
          listener.onMessage(message);
        },
      });
      failures += 1;
      if (failures >= 2) startPolling();
      await pause(RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] ?? POLL_MS, stopped.signal);
    }
  };
  void run();

  return () => {
    stopped.abort();
    stopPolling();
  };
}

interface ReadEvents {
  onOpen(): void;
  onMessage(message: StreamMessage): void;
}

// Ends, never rejects, when the stream ends for whatever reason: every end is answered by a reconnect.
async function readOnce(path: string, lastId: string | null, stopped: AbortSignal, events: ReadEvents): Promise<void> {
  const stale = new AbortController();
  let timer = setTimeout(() => stale.abort(), STALE_MS);
  try {
    const signal = AbortSignal.any([stopped, stale.signal]);
    const headers = { accept: "text/event-stream", ...(lastId === null ? {} : { "last-event-id": lastId }) };
    const answer = await fetch(path, { headers, cache: "no-store", signal });
    if (!answer.ok || answer.body === null) return;

    events.onOpen();
    const parse = createParser(events.onMessage);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(() => stale.abort(), STALE_MS);
      if (!stopped.aborted) parse(part.value);
    }
  } catch {
    // Aborted, reset or unreachable: the caller reconnects and tells the person.
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
