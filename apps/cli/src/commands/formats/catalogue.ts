import { type Catalogue, type CatalogueOptions, catalogueFromOpenApi, catalogueText } from "@skald/dsl";
import type { Command, Given } from "../../command-line/command.ts";
import { UsageError } from "../../command-line/usage-error.ts";
import { readDocuments } from "../../documents/read-documents.ts";
import { EXIT } from "../../exit-code.ts";
import type { Terminal } from "../../terminal.ts";
import { counted } from "../../text/saga-words.ts";
import { visibleText } from "../../text/visible-text.ts";
import { writeResult } from "./write-result.ts";

/** `skald catalogue`: works without an engine. */
export const catalogue: Command = {
  name: "catalogue",
  summary: "Write a service document from an OpenAPI description.",
  positionals: ["<file>"],
  options: {
    output: { value: "file", short: "o", text: "Write there instead of to the terminal. A file that is there stays as it is." },
    namespace: { value: "name", text: "Namespace of the service." },
    name: { value: "name", text: "Name of the service. Default: from the title." },
    path: { value: "prefix", many: true, text: "Only operations whose path begins so. May be given more than once." },
  },
  example: "catalogue openapi.yaml -o services/payments.yaml --namespace shop",
  notes: [
    "Reads OpenAPI 3.0 and 3.1 and Swagger 2.0, YAML or JSON, up to 4 MiB. References to other files are not followed.",
    'Kind, undo and verify are guessed from names and addresses. Each guess has a comment "review:"; with --json it is in the notes.',
  ],
  run: async ({ given, terminal, json }) => {
    const [file, ...more] = await readDocuments(given.positionals, terminal.readStdin);
    if (file === undefined || more.length > 0) throw new UsageError("One file is needed, not a folder.", "skald catalogue --help");

    const written = catalogueFromOpenApi(file.text, optionsOf(given));
    if (!written.ok) {
      if (json) terminal.out(JSON.stringify(written, null, 2));
      else
        for (const { message, line } of written.problems)
          terminal.err(visibleText(`${file.name}${line === null ? "" : `:${line}`}  ${message}`));
      return EXIT.failed;
    }
    const text = json ? `${JSON.stringify(written, null, 2)}\n` : catalogueText(written.document, written.notes);
    await writeResult(text, given.text("output"), terminal);
    if (!json) tellCounts(written, terminal);
    return EXIT.ok;
  },
};

/** Names of namespaces and services. */
const NAME = /^[A-Za-z][\w-]{0,63}$/;

function optionsOf(given: Given): CatalogueOptions {
  for (const option of ["namespace", "name"]) {
    const name = given.text(option);
    if (name !== undefined && !NAME.test(name))
      throw new UsageError(`"--${option}" is "${name}"; a letter is needed, then letters, digits, underscores and hyphens, at most 64.`);
  }
  const [namespace, name, paths] = [given.text("namespace"), given.text("name"), given.texts("path")];

  return {
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
    ...(paths.length === 0 ? {} : { paths }),
  };
}

// Beside the document and not in it: a pipe gets the document alone.
function tellCounts({ document, notes }: Extract<Catalogue, { ok: true }>, terminal: Terminal): void {
  const operations = Object.values(document["operations"] ?? {}) as readonly { readonly kind: string }[];
  const kinds = ["compensatable", "pivot", "readOnly"].flatMap((kind) => {
    const count = operations.filter((operation) => operation.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  const reviews = notes.filter(({ kind }) => kind === "review").length;
  const dropped = notes.filter(({ kind }) => kind === "dropped").length;

  terminal.err(
    `${counted(operations.length, "operation")}: ${kinds.join(", ")}. ${counted(reviews, "place")} to review, ${dropped} left out.`,
  );
}
