import { createServer, type Server } from "node:net";
import { buildConnector } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEgress, EgressRefused, type EgressRules } from "./egress.ts";
import { FORBIDDEN_ADDRESSES, FORBIDDEN_URLS, HIDING_NAMES, spellings } from "./testing/ssrf-corpus.ts";

/** A guard that notes every address it opens a socket to, and opens those on loopback for real. */
function aGuard(rules: Partial<EgressRules> & { readonly names?: Readonly<Record<string, readonly string[]>> }): {
  readonly opened: string[];
  readonly reach: (url: string) => Promise<string>;
} {
  const opened: string[] = [];
  const real = buildConnector({ timeout: 500, allowH2: false });
  const egress = createEgress({
    allow: [],
    loopback: false,
    resolve: async (name) => rules.names?.[name] ?? [],
    open: (options, callback) => {
      opened.push(options.hostname);
      if (options.hostname === "127.0.0.1") real(options, callback);
      else callback(new Error("not here"), null);
    },
    ...rules,
  });

  return { opened, reach: (url) => reach(egress, url) };
}

/** `connected`, or why not: what a pool would do with the URL. */
async function reach(egress: ReturnType<typeof createEgress>, text: string): Promise<string> {
  const checked = egress.check(text);
  if (!checked.ok) return checked.reason;
  const { hostname, host, protocol, port } = new URL(checked.origin);

  return new Promise((settle) => {
    egress.connect({ hostname: hostname.replace(/^\[|\]$/g, ""), host, protocol, port }, (error, socket) => {
      socket?.destroy();
      settle(error === null ? "connected" : `${error instanceof EgressRefused ? "refused" : "failed"}: ${error.message}`);
    });
  });
}

describe("the egress guard", () => {
  let canary: Server;
  let port = 0;
  let connections = 0;

  beforeAll(async () => {
    canary = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((settle) => canary.listen(0, "0.0.0.0", settle));
    const address = canary.address();
    port = typeof address === "object" && address !== null ? address.port : 0;
  });

  afterAll(() => new Promise<void>((settle) => canary.close(() => settle())));

  test("the corpus holds more than 300 different URLs", () => {
    expect(new Set(FORBIDDEN_URLS(port)).size).toBeGreaterThan(300);
  });

  test("no URL of the corpus opens a socket while the engine is not bound to loopback", async () => {
    const guard = aGuard({ names: HIDING_NAMES });

    const results = await Promise.all(FORBIDDEN_URLS(port).map(guard.reach));

    expect(results.filter((result) => result === "connected")).toEqual([]);
    expect(guard.opened).toEqual([]);
    expect(connections).toBe(0);
  });

  test("with everything listed and loopback open, link-local, metadata and hidden addresses stay closed", async () => {
    const guard = aGuard({ allow: ["0.0.0.0/0", "::/0"], loopback: true, names: HIDING_NAMES });
    const never = FORBIDDEN_ADDRESSES.never.flatMap((address) => spellings(address, port));

    await Promise.all(never.map(guard.reach));

    expect(never.length).toBeGreaterThan(100);
    expect(guard.opened).toEqual([]);
  });

  test("private addresses open when they are listed, and only those", async () => {
    const guard = aGuard({ allow: ["10.1.0.0/16", "fd12::/16"] });

    await Promise.all(
      ["http://10.1.2.3/", "http://10.2.2.3/", "http://192.168.1.1/", "http://[fd12::5]/", "http://[fd13::5]/"].map(guard.reach),
    );

    expect(guard.opened.toSorted()).toEqual(["10.1.2.3", "fd12::5"]);
  });

  test("loopback opens while the engine itself is bound to loopback", async () => {
    const guard = aGuard({ loopback: true });

    expect(await guard.reach(`http://127.0.0.1:${port}/`)).toBe("connected");
    expect(await guard.reach(`http://0x7f.1:${port}/`)).toBe("connected");
  });

  test("ports of the engine itself are closed on loopback", async () => {
    const guard = aGuard({ loopback: true, ownPorts: [port] });

    expect(await guard.reach(`http://127.0.0.1:${port}/`)).toContain("belongs to the engine itself");
    expect(guard.opened).toEqual([]);
  });

  test("a name with one forbidden address among fifty is refused whole", async () => {
    const many = [...Array.from({ length: 49 }, (_, index) => `93.184.216.${index + 1}`), "169.254.169.254"];
    const guard = aGuard({ names: { "many.example": many } });

    expect(await guard.reach("http://many.example/")).toContain("refused:");
    expect(guard.opened).toEqual([]);
  });

  test("a name that answers otherwise the second time is asked once, and the connection goes to what was checked", async () => {
    const answers = [["93.184.216.34"], ["127.0.0.1"]];
    const guard = aGuard({ resolve: async () => answers.shift() ?? [] });

    await guard.reach("http://rebind.example/");

    expect(guard.opened).toEqual(["93.184.216.34"]);
    expect(answers).toHaveLength(1);
  });

  test("a connection that ended up elsewhere is given up", async () => {
    const real = buildConnector({ timeout: 500 });
    const guard = aGuard({
      loopback: true,
      open: (options, callback) => real({ ...options, hostname: "127.0.0.1" }, callback),
      names: { "a.example": ["127.0.0.2"] },
    });

    expect(await guard.reach(`http://a.example:${port}/`)).toContain("not checked");
  });

  test("the next address of a name is tried when one refuses", async () => {
    const guard = aGuard({ loopback: true, names: { localhost: ["127.0.0.3", "127.0.0.1"] } });

    expect(await guard.reach(`http://localhost:${port}/`)).toBe("connected");
    expect(guard.opened).toEqual(["127.0.0.3", "127.0.0.1"]);
  });

  test("a name without address is no refusal of the guard", async () => {
    expect(await aGuard({}).reach("http://nowhere.example/")).toBe('failed: "nowhere.example" has no address');
  });

  test("public names are open without a list", async () => {
    const guard = aGuard({ names: { "shop.example": ["93.184.216.34"] } });

    await guard.reach("https://shop.example/api");

    expect(guard.opened).toEqual(["93.184.216.34"]);
  });
});
