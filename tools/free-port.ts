import { createServer } from "node:net";

/** A port of 127.0.0.1 that nobody listens on: the wished one when it is free (0: no wish). */
export async function freePort(wished = 0): Promise<number> {
  return (await tryPort(wished)) ?? (await tryPort(0)) ?? Promise.reject(new Error("No port of 127.0.0.1 is free."));
}

/** Whether a port of this address can be listened on now. */
export async function isPortFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return (await tryPort(port, host)) !== null;
}

function tryPort(port: number, host = "127.0.0.1"): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === "object" && address !== null ? address.port : null;
      server.close(() => resolve(taken));
    });
  });
}
