import { ATTENTION_REASONS, SAGA_STATUSES, type SagaList, type SagaListFilter, type SagaSummary } from "@skald/shared";
import type { Call, Command, Given } from "../command-line/command.ts";
import { EXIT } from "../exit-code.ts";
import { readLabels } from "../reading/read-labels.ts";
import { readCount, readWords } from "../reading/read-words.ts";
import { instantText, STATUS_TONE } from "../text/saga-words.ts";
import type { Style } from "../text/style.ts";
import { type Cell, tableText } from "../text/table.ts";
import { visibleLine } from "../text/visible-text.ts";

const LIMIT_MAX = 500;

/** `skald ls`: one page of the list of sagas. */
export const ls: Command = {
  name: "ls",
  summary: "List sagas, newest first.",
  positionals: [],
  options: {
    status: { value: "status", many: true, text: `Only of this status: ${SAGA_STATUSES.join(", ")}. Several with commas.` },
    attention: { value: "reason", text: "Only those that need a person for this reason; any for every reason." },
    definition: { value: "namespace/name", text: "Only of this definition." },
    key: { value: "text", text: "Only with this business key." },
    label: { value: "name=value", text: "Only with this label." },
    search: { value: "text", text: "Only whose id or key begins so, or with exactly this type of error." },
    limit: { value: "number", text: `Rows of the page, 1 to ${LIMIT_MAX}. Default: 20.` },
    cursor: { value: "text", text: "The next page, as the one before named it." },
  },
  example: "ls --status suspended --definition shop/order",
  notes: ["Rows may be 2 s old; skald show reads a saga as it is."],
  run: async (call) => {
    const { given, terminal, client, json } = call;
    const cursor = given.text("cursor");
    const limit = readCount("limit", given.text("limit") ?? "20", LIMIT_MAX);
    const list = await client.listSagas(filterOf(given), { limit, ...(cursor === undefined ? {} : { cursor }) });

    terminal.out(json ? JSON.stringify(list, null, 2) : listText(list, call));
    return EXIT.ok;
  },
};

function filterOf(given: Given): SagaListFilter {
  const status = readWords("status", given.texts("status"), SAGA_STATUSES);
  const [attention] = readWords("attention", given.texts("attention"), [...ATTENTION_REASONS, "any", "none"] as const);
  const texts = { definition: given.text("definition"), key: given.text("key"), q: given.text("search") };
  const [label] = Object.entries(readLabels(given.texts("label")));

  return {
    ...(status.length === 0 ? {} : { status }),
    ...(attention === undefined ? {} : { attention }),
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)),
    ...(label === undefined ? {} : { label: { name: label[0], value: label[1] } }),
  };
}

function listText({ items, nextCursor }: SagaList, { terminal: { style } }: Call): string {
  if (items.length === 0) return "No saga fits.";

  const head = ["status", "saga", "definition", "key", "at", "started"].map(
    (text): Cell => ({ text, dress: (same) => style("quiet", same) }),
  );
  const more = nextCursor === null ? [] : ["", `There are more: repeat with --cursor ${nextCursor}`];
  return [tableText([head, ...items.map((saga) => rowOf(saga, style))]), ...more].join("\n");
}

function rowOf(saga: SagaSummary, style: Style): readonly (Cell | string)[] {
  const { status, attention, cause } = saga;
  const place = saga.current.length > 0 ? saga.current.join(", ") : (cause?.state ?? "");

  return [
    { text: status, dress: (text) => style(STATUS_TONE[status], text) },
    saga.id,
    `${saga.definition} ${saga.version}`,
    visibleLine(saga.key ?? ""),
    visibleLine(attention === null ? place : `${attention.state ?? place}: ${attention.reason}`),
    instantText(saga.startedAt),
  ];
}
