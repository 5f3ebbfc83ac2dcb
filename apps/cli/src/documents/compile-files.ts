import { type CompiledFamily, compileFamily, DIAGNOSTICS } from "@skald/dsl";
import { sha256Hex } from "@skald/shared";
import type { Call } from "../command-line/command.ts";
import { UsageError } from "../command-line/usage-error.ts";
import { countText, diagnosticText } from "./diagnostic-text.ts";
import { readDocuments } from "./read-documents.ts";
import { type ValidatedFile, validateFiles } from "./validate-files.ts";
import { validationJson } from "./validation-json.ts";

/** A saga of a file, compiled as an engine would compile it, with the sagas it starts. */
export interface CompiledFile extends CompiledFamily {
  readonly name: string;
}

/**
 * The sagas of the files named, compiled. Null when a document is wrong: it was told then, as `validate` tells it.
 *
 * @throws UsageError when there is no saga among the files.
 */
export async function compileFiles({
  given,
  terminal,
  json,
}: Pick<Call, "given" | "terminal" | "json">): Promise<readonly CompiledFile[] | null> {
  const files = validateFiles(await readDocuments(given.positionals, terminal.readStdin));
  const errors = files.flatMap((file) =>
    file.diagnostics.filter(({ severity }) => severity === "error").map((diagnostic) => ({ file, diagnostic })),
  );
  if (errors.length > 0 && json) {
    terminal.out(validationJson(files));
    return null;
  }
  if (errors.length > 0) {
    const told = errors.map(({ file, diagnostic }) =>
      diagnosticText({ file, diagnostic, remedy: DIAGNOSTICS[diagnostic.code].remedy }, terminal.style),
    );
    for (const text of told) terminal.out(text);
    terminal.out(
      countText(
        errors.map(({ diagnostic }) => diagnostic),
        files.length,
      ),
    );
    return null;
  }

  const documents = files.flatMap((file) => file.documents);
  const sagas = files.flatMap((file) => compileFile(file, documents));
  if (sagas.length === 0) throw new UsageError("There is no saga in the files given.");
  return sagas;
}

function compileFile({ name, documents }: ValidatedFile, all: ValidatedFile["documents"]): readonly CompiledFile[] {
  return documents.flatMap((document) => {
    const family = document.kind === "saga" ? compileFamily(document, { documents: all, sha256: sha256Hex }) : null;

    return family === null ? [] : [{ name, ...family }];
  });
}
