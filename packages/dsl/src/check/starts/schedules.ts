import type { Check } from "../check.ts";

/** A schedule has five fields that name times, and a time zone that exists. */
export const schedules: Check = ({ model, places }, report) => {
  for (const [index, trigger] of model.triggers.entries()) {
    if (trigger.kind !== "schedule") continue;
    const path = ["triggers", index, "schedule"];
    const problem = problemOfCron(trigger.cron);
    if (problem !== undefined) report({ code: "BAD_FORMAT", at: places.spanOf([...path, "cron"]), message: problem });
    if (!isTimeZone(trigger.timezone))
      report({
        code: "BAD_FORMAT",
        at: places.spanOf([...path, "timezone"]),
        message: `"${trigger.timezone}" is no time zone such as Europe/Berlin.`,
      });
  }
};

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Words for the numbers from `from` on. */
  readonly words: readonly string[];
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const FIELDS: readonly Field[] = [
  { name: "minute", from: 0, to: 59, words: [] },
  { name: "hour", from: 0, to: 23, words: [] },
  { name: "day of the month", from: 1, to: 31, words: [] },
  { name: "month", from: 1, to: 12, words: MONTHS },
  { name: "day of the week", from: 0, to: 7, words: DAYS },
];

function problemOfCron(cron: string): string | undefined {
  const given = cron.trim().split(/\s+/);
  if (given.length !== FIELDS.length) return `"${cron}" is no schedule: five fields are needed, minute hour day month weekday.`;
  const wrong = FIELDS.find((field, index) => !given[index]?.split(",").every((part) => isPart(part, field)));

  if (wrong !== undefined)
    return `The ${wrong.name} of the schedule "${cron}" must be *, numbers from ${wrong.from} to ${wrong.to}, ranges or steps.`;

  return isOnNoDay(given) ? `The schedule "${cron}" never comes: none of its months has such a day.` : undefined;
}

const DAYS_OF_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

// 30 February. A day of the week would be another way to come.
function isOnNoDay([, , days = "", months = "", weekdays = ""]: readonly string[]): boolean {
  const fits = (list: string, field: Field | undefined, value: number): boolean =>
    field !== undefined && list.split(",").some((part) => covers(part, field, value));

  return (
    weekdays === "*" &&
    !DAYS_OF_MONTHS.some(
      (length, month) =>
        fits(months, FIELDS[3], month + 1) && Array.from({ length }, (_, day) => day + 1).some((day) => fits(days, FIELDS[2], day)),
    )
  );
}

function covers(part: string, field: Field, value: number): boolean {
  const [range = "", step = "1"] = part.split("/");
  const [from = Number.NaN, to] = range === "*" ? [field.from, field.to] : range.split("-").map((text) => numberOf(text, field));
  const last = to ?? (part.includes("/") ? field.to : from);

  return value >= from && value <= last && (value - from) % Number(step) === 0;
}

// `*`, `5`, `1-5`, `*/15`, `10-50/10`
function isPart(part: string, field: Field): boolean {
  const [range = "", step, ...more] = part.split("/");
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d{0,2}$/.test(step))) return false;
  if (range === "*") return true;
  const [from, to, ...others] = range.split("-").map((text) => numberOf(text, field));
  if (from === undefined || others.length > 0) return false;

  return isWithin(from, field) && (to === undefined || (isWithin(to, field) && from <= to));
}

function numberOf(text: string, { from, words }: Field): number {
  const word = words.indexOf(text.toLowerCase());
  if (word !== -1) return from + word;

  return /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
}

function isWithin(value: number, { from, to }: Field): boolean {
  return value >= from && value <= to;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    // The platform knows the zones; it tells an unknown one by throwing.
    return false;
  }
}
