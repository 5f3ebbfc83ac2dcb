import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const CSS = readFileSync(new URL("../app/tokens.css", import.meta.url), "utf8");
const THEMES = { light: tokensOf('[data-theme="light"]'), dark: tokensOf('[data-theme="dark"]') };
const TONES = ["ok", "run", "wait", "bad", "undo", "idle"];
const SURFACES = ["surface", "page", "sunken"];

const TEXT_PAIRS: readonly (readonly [string, string])[] = [
  // Badges and notices: the word on its own soft ground, and plain text, muted text and links on it.
  ...TONES.flatMap((tone) => [
    [tone, `${tone}-bg`] as const,
    ["text", `${tone}-bg`] as const,
    ["muted", `${tone}-bg`] as const,
    ["accent", `${tone}-bg`] as const,
  ]),
  // Inside the graph and in tables: status words on the box, the order badge's number on purple.
  ...TONES.flatMap((tone) => SURFACES.map((surface) => [tone, surface] as const)),
  ["surface", "undo"],
  ...["text", "muted", "accent"].flatMap((ink) => SURFACES.map((surface) => [ink, surface] as const)),
  ["on-solid", "solid"],
];
const SHAPE_PAIRS: readonly (readonly [string, string])[] = [
  // The frame of a box, of a field, the lines between boxes, the ring of the focus.
  ...["line-strong", "focus", "text"].flatMap((ink) => SURFACES.map((surface) => [ink, surface] as const)),
];

describe.each(["light", "dark"] as const)("the %s theme", (theme) => {
  test.each(TEXT_PAIRS)("%s can be read on %s", (ink, ground) => {
    expect(contrastOf(token(theme, ink), token(theme, ground))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(SHAPE_PAIRS)("%s can be seen on %s", (ink, ground) => {
    expect(contrastOf(token(theme, ink), token(theme, ground))).toBeGreaterThanOrEqual(3);
  });
});

describe("the measure", () => {
  test("black on white is 21 and a colour on itself is 1", () => {
    expect([contrastOf("#000000", "#ffffff"), contrastOf("#777777", "#777777")]).toEqual([21, 1]);
  });
});

function token(theme: "light" | "dark", name: string): string {
  const color = THEMES[theme].get(name);
  if (color === undefined) throw new Error(`tokens.css has no --${name} in the ${theme} theme`);
  return color;
}

function tokensOf(selector: string): ReadonlyMap<string, string> {
  const block = CSS.slice(CSS.indexOf(selector));
  const body = block.slice(0, block.indexOf("}"));
  return new Map([...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = "", color = ""]) => [name, color]));
}

/** The contrast of two colours `#rrggbb` by WCAG 2.2: 1 to 21. */
function contrastOf(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
