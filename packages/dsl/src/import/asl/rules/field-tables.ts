// Which state has which field. The tables are those of the Amazon States Language.

/** The fields of a type of state. */
export interface Fields {
  readonly always: readonly string[];
  /** Only where expressions are JSONPath. */
  readonly paths: readonly string[];
  /** Only where expressions are JSONata. */
  readonly jsonata: readonly string[];
}

const AROUND = "InputPath OutputPath";
const WORK = `${AROUND} Parameters ResultSelector ResultPath`;

/** The types of states. */
export const STATE_TYPES = ["Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"] as const;

export type StateType = (typeof STATE_TYPES)[number];

/** By the type of the state. What every state has stands in `always` too. */
export const FIELDS: Readonly<Record<StateType, Fields>> = {
  Task: fields(
    "Next End Resource TimeoutSeconds HeartbeatSeconds Credentials Retry Catch Assign",
    `${WORK} TimeoutSecondsPath HeartbeatSecondsPath`,
    "Arguments Output",
  ),
  Pass: fields("Next End Assign", `${AROUND} Parameters Result ResultPath`, "Output"),
  Choice: fields("Choices Default Assign", AROUND, "Output"),
  Wait: fields("Next End Seconds Timestamp Assign", `${AROUND} SecondsPath TimestampPath`, "Output"),
  Succeed: fields("", AROUND, "Output"),
  Fail: fields("Error Cause", "ErrorPath CausePath", ""),
  Parallel: fields("Next End Branches Retry Catch Assign", WORK, "Arguments Output"),
  Map: fields(
    "Next End ItemProcessor Iterator ItemReader ItemSelector ItemBatcher ResultWriter Label Retry Catch Assign MaxConcurrency ToleratedFailureCount ToleratedFailurePercentage",
    `${WORK} ItemsPath MaxConcurrencyPath ToleratedFailureCountPath ToleratedFailurePercentagePath`,
    "Items Output",
  ),
};

function fields(always: string, paths: string, jsonata: string): Fields {
  return { always: words(`Type Comment QueryLanguage ${always}`), paths: words(paths), jsonata: words(jsonata) };
}

function words(list: string): readonly string[] {
  return list.split(" ").filter((word) => word !== "");
}

/** Every field of any state. */
export const ALL_FIELDS: ReadonlySet<string> = new Set(
  Object.values(FIELDS).flatMap(({ always, paths, jsonata }) => [...always, ...paths, ...jsonata]),
);

/** Fields of which a state has one. */
export const EXCLUSIVE: readonly (readonly [string, string])[] = [
  ["ItemProcessor", "Iterator"],
  ["ItemSelector", "Parameters"],
  ...words(
    "Seconds Timestamp TimeoutSeconds HeartbeatSeconds Error Cause MaxConcurrency ToleratedFailureCount ToleratedFailurePercentage",
  ).map((field) => [field, `${field}Path`] as const),
];

/** Fields that are numbers: the least and the most each may be. */
export const NUMBERS: readonly (readonly [string, number, number])[] = [
  ["TimeoutSeconds", 1, 99_999_999],
  ["HeartbeatSeconds", 1, 99_999_999],
  ["Seconds", 0, 99_999_999],
  ["MaxConcurrency", 0, 99_999_999],
  ["ToleratedFailureCount", 0, 99_999_999],
  ["ToleratedFailurePercentage", 0, 100],
];
