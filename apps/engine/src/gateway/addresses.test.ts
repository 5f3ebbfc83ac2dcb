import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { zoneOf } from "./address-zone.ts";
import { isInRange, parseAddress, parseRange } from "./addresses.ts";

describe("addresses", () => {
  test.each([
    "",
    "1",
    "1.2.3",
    "1.2.3.4.5",
    "01.2.3.4",
    "256.1.1.1",
    "1.2.3.x",
    ":",
    ":::",
    "1::2::3",
    "12345::",
    "::g",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7::8:9",
    "::1.2.3",
  ])("%j is no address", (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  test.each(["1.2.3.4/33", "::1/129", "1.2.3.4/", "1.2.3.4/a", "1.2.3.4/8/8", "fe80::1%eth0/64", "host/8"])("%j is no range", (text) => {
    expect(parseRange(text)).toBeUndefined();
  });

  test("an address of IPv6 is read the same however it is written", () => {
    const full = parseAddress("2001:0db8:0000:0000:0000:0000:0a00:0001");

    expect(parseAddress("2001:db8::a00:1")).toEqual(full);
    expect(parseAddress("2001:DB8::10.0.0.1")).toEqual(full);
    expect(parseAddress("2001:db8::a00:1%eth0")).toEqual(full);
  });

  test("a range holds exactly the addresses that share its first bits", () => {
    const range = parseRange("172.16.0.0/12");

    fc.assert(
      fc.property(fc.array(fc.nat({ max: 255 }), { minLength: 4, maxLength: 4 }), (bytes) => {
        const address = parseAddress(bytes.join("."));
        const [first = 0, second = 0] = bytes;

        expect(address !== undefined && range !== undefined && isInRange(address, range)).toBe(
          first === 172 && second >= 16 && second < 32,
        );
      }),
    );
  });

  test("no IPv6 address outside the public part is called public", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), (value) => {
        const isPublic = zoneOf({ family: 6, value }) === "public";

        expect(!isPublic || value >> 125n === 1n).toBe(true);
      }),
    );
  });

  test("an address hidden in IPv6 is never what it hides", () => {
    expect(
      ["::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::ffff:127.0.0.1"].map((text) =>
        zoneOf(parseAddress(text) ?? { family: 4, value: 0n }),
      ),
    ).toEqual(["never", "never", "never", "never"]);
  });
});
