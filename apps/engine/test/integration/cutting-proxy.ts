import net from "node:net";

/** Where a connection breaks. */
type Cut =
  /** The request never reaches the server. */
  | "request"
  /** The server has answered, the answer never arrives. */
  | "answer"
  /** The client is cut off at once; the server gets the request when `release` is called. */
  | "late";

/** A proxy before the database that breaks a connection at a chosen statement. */
export interface CuttingProxy {
  readonly url: string;
  /** Breaks the next connection that sends a message holding this text. */
  cutAt(text: string, cut: Cut): void;
  /** How many connections were broken. */
  cuts(): number;
  /** Hands over what `late` held back; resolves when the server has answered it. */
  release(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a proxy in front of the server of this address. */
export async function aCuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<net.Socket>();
  const orders: { readonly text: string; readonly cut: Cut }[] = [];
  const held: { readonly server: net.Socket; readonly message: Buffer }[] = [];
  let cuts = 0;

  const proxy = net.createServer((client) => {
    const server = net.connect(serverAddress(target));
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => undefined);
      socket.on("close", () => sockets.delete(socket));
    }
    let isAnswerCut = false;
    client.on("data", (message) => {
      const order = orders[0];
      if (order === undefined || !message.includes(order.text)) {
        server.write(message);
        return;
      }
      orders.shift();
      cuts += 1;
      if (order.cut === "answer") {
        isAnswerCut = true;
        server.write(message);
        return;
      }
      if (order.cut === "late") held.push({ server, message });
      else server.destroy();
      client.removeAllListeners("close");
      client.destroy();
    });
    server.on("data", (message) => {
      if (isAnswerCut) client.destroy();
      else if (!client.destroyed) client.write(message);
    });
    client.on("close", () => server.end());
    server.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));

  return {
    url: proxiedUrl(target, proxy.address()),
    cutAt: (text, cut) => void orders.push({ text, cut }),
    cuts: () => cuts,
    async release() {
      await Promise.all(held.splice(0).map(({ server, message }) => answered(server, message)));
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

function answered(server: net.Socket, message: Buffer): Promise<void> {
  return new Promise((resolve) => {
    server.once("data", () => {
      server.end();
      resolve();
    });
    server.write(message);
  });
}

function serverAddress(target: URL): net.NetConnectOpts {
  const folder = target.searchParams.get("host");
  const port = Number(target.port || "5432");

  return folder?.startsWith("/") ? { path: `${folder}/.s.PGSQL.${port}` } : { host: target.hostname, port };
}

function proxiedUrl(target: URL, address: ReturnType<net.Server["address"]>): string {
  if (address === null || typeof address === "string") throw new Error("The proxy listens nowhere.");
  const url = new URL(target);
  url.searchParams.delete("host");
  url.hostname = "127.0.0.1";
  url.port = String(address.port);

  return url.href;
}
