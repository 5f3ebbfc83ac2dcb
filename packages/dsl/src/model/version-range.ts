// The part of semantic versions that references need: ^ ~ >= exact and x-ranges. A pre-release is only ever chosen
// when it is named exactly.

type Numbers = readonly [number, number, number];

/** The order of two semantic versions: negative when the first is lower. */
export function compareVersions(left: string, right: string): number {
  const [leftNumbers, rightNumbers] = [numbersOf(left), numbersOf(right)];
  for (const index of [0, 1, 2] as const) {
    const difference = leftNumbers[index] - rightNumbers[index];
    if (difference !== 0) return difference;
  }
  return comparePreReleases(preReleaseOf(left), preReleaseOf(right));
}

/** Whether a version fits a range such as `^1.0`. Null fits every release. */
export function versionFits(version: string, range: string | null): boolean {
  const wanted = range ?? "*";
  const target = wanted.replace(/^(?:\^|~|>=|=)/, "");
  const operator = wanted.slice(0, wanted.length - target.length);
  if (preReleaseOf(target) !== "" || preReleaseOf(version) !== "") return (operator === "" || operator === "=") && version === target;

  return isBetween(numbersOf(version), boundsOf(operator, target));
}

/** The highest of the versions that fits, undefined when none does. */
export function highestFitting(versions: Iterable<string>, range: string | null): string | undefined {
  return [...versions]
    .filter((version) => versionFits(version, range))
    .sort(compareVersions)
    .at(-1);
}

/** Whether a text is a semantic version with a pre-release part. */
export function isPreRelease(version: string): boolean {
  return preReleaseOf(version) !== "";
}

interface Bounds {
  readonly from: Numbers;
  /** Exclusive; null: none. */
  readonly to: Numbers | null;
}

function boundsOf(operator: string, target: string): Bounds {
  const parts = target.split(".");
  const given = parts.findIndex((part) => !/^\d+$/.test(part));
  const depth = given === -1 ? parts.length : given;
  const from = numbersOf(target);
  if (operator === ">=" || depth === 0) return { from, to: null };
  if (operator === "^") return { from, to: caretEnd(from, depth) };
  if (operator === "~") return { from, to: raise(from, Math.min(depth, 2)) };

  return { from, to: raise(from, depth) };
}

// ^0.2 stays below 0.3, ^0.0.3 below 0.0.4: before 1.0 the first number that is not zero says what may break.
function caretEnd(from: Numbers, depth: number): Numbers {
  const firstSet = from.findIndex((number) => number > 0);

  return raise(from, firstSet === -1 ? depth : firstSet + 1);
}

function raise([major, minor, patch]: Numbers, depth: number): Numbers {
  if (depth <= 1) return [major + 1, 0, 0];

  return depth === 2 ? [major, minor + 1, 0] : [major, minor, patch + 1];
}

function isBetween(version: Numbers, { from, to }: Bounds): boolean {
  return compareNumbers(version, from) >= 0 && (to === null || compareNumbers(version, to) < 0);
}

function compareNumbers(left: Numbers, right: Numbers): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

function numbersOf(version: string): Numbers {
  const parts = version.replace(/-.*$/s, "").split(".");
  const numberAt = (index: number): number => (/^\d+$/.test(parts[index] ?? "") ? Number(parts[index]) : 0);

  return [numberAt(0), numberAt(1), numberAt(2)];
}

function preReleaseOf(version: string): string {
  const dash = version.indexOf("-");

  return dash === -1 ? "" : version.slice(dash + 1);
}

function comparePreReleases(left: string, right: string): number {
  if (left === "" || right === "") return Number(left === "") - Number(right === "");

  const [leftParts, rightParts] = [left.split("."), right.split(".")];
  for (let index = 0; index < Math.max(leftParts.length, rightParts.length); index += 1) {
    const difference = compareParts(leftParts[index], rightParts[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

// Numbers come before words, and a longer pre-release after a shorter one that it begins with.
function compareParts(left: string | undefined, right: string | undefined): number {
  if (left === undefined || right === undefined) return Number(left !== undefined) - Number(right !== undefined);
  const numeric = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (numeric[0] === true && numeric[1] === true) return Number(left) - Number(right);
  if (numeric[0] !== numeric[1]) return numeric[0] === true ? -1 : 1;
  if (left === right) return 0;

  return left < right ? -1 : 1;
}
