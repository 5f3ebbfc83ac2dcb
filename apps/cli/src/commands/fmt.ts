import { DIAGNOSTICS, type Formatted, formatText, toView } from "@skald/dsl";
import type { Call, Command } from "../command-line/command.ts";
import { UsageError } from "../command-line/usage-error.ts";
import { countText, diagnosticText } from "../documents/diagnostic-text.ts";
import { type DocumentFile, readDocuments } from "../documents/read-documents.ts";
import { replaceFile } from "../documents/replace-file.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { counted } from "../text/saga-words.ts";
import { visibleText } from "../text/visible-text.ts";

/** `skald fmt`: works without an engine. */
export const fmt: Command = {
  name: "fmt",
  summary: "Write documents in their canonical form; comments stay.",
  positionals: ["<files…>"],
  options: {
    check: { text: "Change nothing; name the files that differ from their canonical form, and fail if there are any." },
    fix: { text: "Put expressions into quotes where YAML would cut them." },
  },
  example: "fmt services/ sagas/order.yaml",
  notes: [
    "Folders are searched for *.yaml, *.yml and *.json. With - instead of files what is piped in is formatted to the output.",
    "A file with a mistake that makes it unreadable stays as it is. JSON stays JSON.",
  ],
  run: (call) => (call.given.positionals.includes("-") ? formatPiped(call) : formatFiles(call)),
};

type Outcome = "same" | "formatted" | "differs" | "invalid" | "kept";

interface Done {
  readonly file: DocumentFile;
  readonly answer: Formatted;
  readonly outcome: Outcome;
}

async function formatFiles(call: Call): Promise<ExitCode> {
  const done: Done[] = [];
  for (const file of await readDocuments(call.given.positionals, call.terminal.readStdin)) {
    const answer = formatText(file.text, { fix: call.given.has("fix") });
    done.push({ file, answer, outcome: await settle(file, answer, call) });
  }
  if (call.json) call.terminal.out(JSON.stringify({ files: done.map(viewOf) }, null, 2));
  else tell(done, call);

  return done.every(({ outcome }) => outcome === "same" || outcome === "formatted") ? EXIT.ok : EXIT.failed;
}

async function settle(file: DocumentFile, answer: Formatted, { given }: Call): Promise<Outcome> {
  if (answer.kind === "invalid") return "invalid";
  if (answer.kind === "unfaithful") return "kept";
  if (answer.text === file.text) return "same";
  if (given.has("check")) return "differs";

  return (await replaceFile(file.name, { before: file.text, after: answer.text })) ? "formatted" : "kept";
}

function viewOf({ file, answer, outcome }: Done): Readonly<Record<string, unknown>> {
  const diagnostics = answer.kind === "invalid" ? answer.diagnostics.map((diagnostic) => toView(diagnostic, answer.text)) : [];

  return { file: file.name, outcome, diagnostics };
}

function tell(done: readonly Done[], call: Call): void {
  const { terminal } = call;
  for (const { file, answer, outcome } of done) {
    const name = visibleText(file.name);
    if (answer.kind === "invalid") tellInvalid(file, answer, call);
    if (outcome === "formatted") terminal.out(`${terminal.style("good", "✓")} ${name}`);
    if (outcome === "differs") terminal.out(name);
    if (outcome === "kept") terminal.err(`skald: ${name} was left as it is: ${reasonOf(answer)}`);
  }
  terminal.out(summaryOf(done));
}

function tellInvalid(file: DocumentFile, { diagnostics, text }: Formatted & { readonly kind: "invalid" }, { terminal }: Call): void {
  for (const diagnostic of diagnostics)
    terminal.out(diagnosticText({ file: { ...file, text }, diagnostic, remedy: DIAGNOSTICS[diagnostic.code].remedy }, terminal.style));
}

function reasonOf(answer: Formatted): string {
  return answer.kind === "unfaithful"
    ? "written anew it would not mean the same, or lose a comment."
    : "it is too large, or was changed while it was read.";
}

function summaryOf(done: readonly Done[]): string {
  const count = (outcome: Outcome): number => done.filter((each) => each.outcome === outcome).length;
  const told = [
    [count("formatted"), "formatted"],
    [count("differs"), "not in canonical form"],
    [count("invalid") + count("kept"), "left unchanged"],
    [count("same"), "in canonical form already"],
  ] as const;
  const parts = told.filter(([amount]) => amount > 0).map(([amount, words]) => `${amount} ${words}`);

  return `${counted(done.length, "file")}: ${parts.join(", ")}.`;
}

async function formatPiped(call: Call): Promise<ExitCode> {
  const { given, terminal } = call;
  if (given.positionals.length > 1) throw new UsageError('"-" stands alone: what is piped in is one text.', "skald fmt --help");

  const file = { name: "-", text: await terminal.readStdin() };
  const answer = formatText(file.text, { fix: given.has("fix") });
  if (answer.kind === "formatted" && !given.has("check")) {
    terminal.out(answer.text.replace(/\n$/, ""));
    return EXIT.ok;
  }
  if (answer.kind === "invalid") {
    tellInvalid(file, answer, { ...call, terminal: { ...terminal, out: terminal.err } });
    terminal.err(countText(answer.diagnostics, 1));
  }
  if (answer.kind === "unfaithful") terminal.err(`skald: Nothing was written: ${reasonOf(answer)}`);

  return answer.kind === "formatted" && answer.text === file.text ? EXIT.ok : EXIT.failed;
}
