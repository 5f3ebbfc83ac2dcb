import type { Client, JournalEntryView } from "@skald/shared";
import type { Command } from "../command-line/command.ts";
import { EXIT } from "../exit-code.ts";
import { explainText, journalText, sagaText, stepsText } from "../text/saga-text.ts";

/** `skald show`: one saga as it is now. */
export const show: Command = {
  name: "show",
  summary: "Show a saga: where it is, why, and what moves it next.",
  positionals: ["<id>"],
  options: {
    steps: { text: "Also every step and its undo." },
    journal: { text: "Also the whole journal, a line for each entry; with --json all of each." },
  },
  example: "show 0199f3a2-7c11-7d3e-9a51-1f2e3d4c5b6a --steps",
  run: async ({ given, terminal, client, json }) => {
    const id = given.positionals[0] ?? "";
    const [saga, explain] = await Promise.all([client.getSaga(id), client.explain(id)]);
    const journal = given.has("journal") ? await readJournal(client, id) : null;
    if (json) {
      terminal.out(JSON.stringify({ ...saga, explain, ...(journal === null ? {} : { journal }) }, null, 2));
      return EXIT.ok;
    }

    const { style } = terminal;
    terminal.out(sagaText(saga, style));
    terminal.out(`\n${explainText(explain)}`);
    if (given.has("steps")) terminal.out(`\n${stepsText(saga.steps, style)}`);
    if (journal !== null) terminal.out(`\n${journalText(journal, style)}`);
    return EXIT.ok;
  },
};

async function readJournal(client: Client, id: string): Promise<readonly JournalEntryView[]> {
  const entries: JournalEntryView[] = [];
  let cursor: string | null = null;
  do {
    const page = await client.journal(id, { limit: 500, ...(cursor === null ? {} : { cursor }) });
    entries.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);

  return entries;
}
