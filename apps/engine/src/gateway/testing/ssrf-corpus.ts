/** Addresses no call may reach: the engine is not bound to loopback and nothing is listed. */
export const FORBIDDEN_ADDRESSES = {
  loopback: ["127.0.0.1", "127.1.2.3", "127.255.255.254"],
  private: ["10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.254", "192.168.0.1", "100.64.0.1", "100.127.255.255", "198.18.0.1"],
  never: [
    "0.0.0.0",
    "169.254.169.254",
    "169.254.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "198.51.100.1",
    "203.0.113.9",
    "192.88.99.1",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "100.100.100.200",
    "168.63.129.16",
  ],
} as const;

/** Addresses of IPv6 nobody may reach without a list. */
const FORBIDDEN_SIX = [
  "::",
  "::1",
  "::2",
  "fc00::1",
  "fd00::1",
  "fd00:ec2::254",
  "fe80::1",
  "febf::1",
  "fec0::1",
  "ff02::1",
  "ff0e::1",
  "100::1",
  "2001::1",
  "2001:10::1",
  "2001:20::1",
  "2001:db8::1",
  "3fff::1",
  "5f00::1",
  "4000::1",
] as const;

/** Names that lead to forbidden places, as a resolver would answer. */
export const HIDING_NAMES: Readonly<Record<string, readonly string[]>> = {
  localhost: ["127.0.0.1", "::1"],
  "localhost.": ["127.0.0.1"],
  "metadata.google.internal": ["169.254.169.254"],
  "cname-to-private.example": ["10.0.0.7"],
  "half-public.example": ["93.184.216.34", "192.168.3.4"],
  "dns64.example": ["64:ff9b::a9fe:a9fe"],
  "mapped.example": ["::ffff:127.0.0.1"],
  "zone.example": ["fe80::1%eth0"],
  "garbage.example": ["not an address"],
  "xn--lclhst-bta.example": ["127.0.0.1"],
  "a.localhost": ["127.0.0.1"],
};

/** Every way to write an IPv4 address in a URL, and every IPv6 address that hides it. */
export function spellings(address: string, port: number): readonly string[] {
  const bytes = address.split(".").map(Number);
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0"));
  const groups = `${hex[0]}${hex[1]}:${hex[2]}${hex[3]}`;
  const wide = address.replaceAll(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
  const hosts = [
    address,
    `${address}.`,
    String(whole),
    `0x${whole.toString(16)}`,
    `0${whole.toString(8)}`,
    bytes.map((byte) => `0x${byte.toString(16)}`).join("."),
    bytes.map((byte) => `0${byte.toString(8)}`).join("."),
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${a}.${b}.${c * 256 + d}`,
    wide,
    address.replaceAll(".", "%2e"),
    address.replaceAll(".", "。"),
    `[::ffff:${address}]`,
    `[::ffff:${groups}]`,
    `[::${address}]`,
    `[::ffff:0:${address}]`,
    `[64:ff9b::${address}]`,
    `[64:ff9b:1::${groups}]`,
    `[2002:${groups}::]`,
    `[2001:0:${groups}::1]`,
  ];

  return hosts.map((host) => `http://${host}:${port}/`);
}

/** The corpus: spellings of every forbidden address, tricks of URLs, names, ports and schemes. */
export function FORBIDDEN_URLS(port: number): readonly string[] {
  const four = Object.values(FORBIDDEN_ADDRESSES).flat();

  return [
    ...four.flatMap((address) => spellings(address, port)),
    ...FORBIDDEN_SIX.flatMap((address) => [`http://[${address}]:${port}/`, `https://[${address}]/`, `http://[${address}%25eth0]/`]),
    ...Object.keys(HIDING_NAMES).map((name) => `http://${name}:${port}/`),
    ...urlTricks(port),
    ...[1, 21, 22, 23, 25, 53, 110, 111, 139, 143, 389, 445, 465, 587, 631, 636, 873, 993, 1023].map(
      (low) => `http://93.184.216.34:${low}/`,
    ),
    ...[
      "file:///etc/passwd",
      "ftp://93.184.216.34/",
      "gopher://127.0.0.1/",
      "unix:/var/run/docker.sock",
      "data:text/plain,x",
      "javascript:1",
      "ws://127.0.0.1/",
      "http+unix://%2Fvar%2Frun/",
    ],
  ];
}

function urlTricks(port: number): readonly string[] {
  return [
    `http://127.0.0.1:${port}\\@example.com/`,
    "http://169.254.169.254\\@example.com/",
    `http://example.com@127.0.0.1:${port}/`,
    `http://user:word@127.0.0.1:${port}/`,
    `http://@127.0.0.1:${port}/`,
    `http://:@127.0.0.1:${port}/`,
    `http:127.0.0.1:${port}/`,
    `http:/127.0.0.1:${port}/`,
    `http:///127.0.0.1:${port}/`,
    `http:\\\\127.0.0.1:${port}\\`,
    `http://127.0.0.1:${port}#@example.com/`,
    `http://127.0.0.1:${port}?@example.com/`,
    `http://example.com\t@127.0.0.1:${port}/`,
    `http://127.0.0\n.1:${port}/`,
    ` http://127.0.0.1:${port}/`,
    `HTTP://LOCALHOST:${port}/`,
    `http://loc%61lhost:${port}/`,
    `http://ⓛocalhost:${port}/`,
    `http://127.0.0.1:${port}/%2f..`,
    `http://0:${port}/`,
    `http://127.1:${port}/`,
    `http://127.0.1:${port}/`,
    `//127.0.0.1:${port}/`,
    `http://[::ffff:7f00:1]:${port}/`,
    `http://[0:0:0:0:0:ffff:127.0.0.1]:${port}/`,
    `http://[0000:0000:0000:0000:0000:0000:0000:0001]:${port}/`,
    "http://93.184.216.34/",
    "http://[2606:2800:220:1::1]/",
  ];
}
