import { describe, expect, test } from "vitest";
import { compareVersions, highestFitting, isPreRelease, versionFits } from "./version-range.ts";

describe("ranges of versions", () => {
  test.each([
    ["1.2.3", null, true],
    ["1.2.3-rc.1", null, false],
    ["1.2.3", "*", true],
    ["1.2.3", "1.2.3", true],
    ["1.2.4", "1.2.3", false],
    ["1.2.4", "=1.2.3", false],
    ["1.2.3-rc.1", "1.2.3-rc.1", true],
    ["1.2.3-rc.1", "^1.2.3-rc.0", false],
    ["1.9.0", "^1.0", true],
    ["1.0.0", "^1", true],
    ["2.0.0", "^1.0", false],
    ["1.1.9", "^1.2", false],
    ["0.2.9", "^0.2.3", true],
    ["0.3.0", "^0.2.3", false],
    ["0.0.4", "^0.0.3", false],
    ["0.9.0", "^0", true],
    ["0.1.0", "^0.0", false],
    ["1.2.9", "~1.2.3", true],
    ["1.3.0", "~1.2.3", false],
    ["1.9.0", "~1", true],
    ["2.0.0", "~1", false],
    ["9.0.0", ">=1.2", true],
    ["1.1.0", ">=1.2", false],
    ["1.5.0", "1.x", true],
    ["1.5.0", "1.*", true],
    ["1.5.0", "1", true],
    ["2.5.0", "1.x", false],
    ["1.5.7", "1.5.x", true],
    ["1.6.0", "1.5.x", false],
  ])("%s in %s: %s", (version, range, fits) => {
    expect(versionFits(version, range)).toBe(fits);
  });

  test("versions are ordered by numbers, and a release comes after its pre-releases", () => {
    const ordered = "1.0.0-1 1.0.0-alpha 1.0.0-rc 1.0.0-rc.2 1.0.0-rc.10 1.0.0-rc.x 1.0.0 1.9.0 1.10.0".split(" ");

    const orders = ordered.map((left) => ordered.map((right) => Math.sign(compareVersions(left, right))));

    expect(orders).toEqual(ordered.map((_left, row) => ordered.map((_right, column) => Math.sign(row - column))));
  });

  test("the highest release that fits is chosen", () => {
    expect(highestFitting(["1.0.0", "1.10.0", "1.9.0", "2.0.0", "1.11.0-rc.1"], "^1.0")).toBe("1.10.0");
    expect(highestFitting(["1.0.0"], "^2")).toBeUndefined();
    expect(isPreRelease("1.0.0-rc.1")).toBe(true);
  });
});
