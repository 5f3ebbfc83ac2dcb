import { isUtf8 } from "node:buffer";
import { open, readdir, stat } from "node:fs/promises";
import { join, normalize } from "node:path";
import { UsageError } from "../command-line/usage-error.ts";

/** One file of documents. */
export interface DocumentFile {
  readonly name: string;
  readonly text: string;
}

const EXTENSION = /(?<!\.test)\.(?:ya?ml|json)$/i;
/** Above every limit on documents: more is not read, what is read gets its diagnostic. */
const READ_BYTES_MAX = 5 * 1024 * 1024;

/** A file as it was found; bytes that are no UTF-8 stand in the text as U+FFFD. */
interface FoundFile extends DocumentFile {
  readonly isUtf8: boolean;
}

/**
 * The files named, and those below the folders named, each once; `-` is what is piped in. In folders, JSON files
 * without a "document" member are passed over: a package.json beside the documents is none of them. Nor is a test
 * file, order.test.yaml.
 *
 * @throws UsageError when a name leads nowhere, or to what is no text.
 */
export async function readDocuments(names: readonly string[], readStdin: () => Promise<string>): Promise<readonly DocumentFile[]> {
  const found: FoundFile[] = [];
  for (const name of names) found.push(...(name === "-" ? [{ name, text: await readStdin(), isUtf8: true }] : await readNamed(name)));

  return [...new Map(found.map((file) => [normalize(file.name), file])).values()].map(requireText);
}

async function readNamed(name: string): Promise<readonly FoundFile[]> {
  const status = await stat(name).catch(() => null);
  if (status !== null) return status.isDirectory() ? readFolder(name) : [await readDocument(name)];

  const hint = /[*?[{]/.test(name) ? " Name its folder instead: folders are searched for *.yaml, *.yml and *.json." : "";
  throw new UsageError(`There is no file "${name}".${hint}`);
}

// Its bytes would be stored as something else than was written.
function requireText({ name, text, isUtf8: isText }: FoundFile): DocumentFile {
  if (!isText) throw new UsageError(`"${name}" cannot be read: it is not UTF-8. Save it as UTF-8.`);

  return { name, text };
}

async function readFolder(folder: string): Promise<readonly FoundFile[]> {
  const files = await Promise.all((await namesBelow(folder)).map(readDocument));
  const documents = files.filter(({ name, text }) => !/\.json$/i.test(name) || /"document"\s*:/.test(text));
  if (documents.length === 0) throw new UsageError(`There is no document (*.yaml, *.yml, *.json) in "${folder}".`);

  return documents;
}

async function namesBelow(folder: string): Promise<readonly string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).sort((left, right) => (left.name < right.name ? -1 : 1));
  const names: string[] = [];
  for (const entry of entries) {
    const name = join(folder, entry.name);
    const isOurs = !entry.name.startsWith(".") && entry.name !== "node_modules";
    if (entry.isDirectory() && isOurs) names.push(...(await namesBelow(name)));
    if (entry.isFile() && EXTENSION.test(entry.name)) names.push(name);
  }
  return names;
}

async function readDocument(name: string): Promise<FoundFile> {
  const file = await open(name, "r").catch((error: unknown) => {
    throw new UsageError(`"${name}" cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  });
  const chunks: Buffer[] = [];
  // A pipe, such as <(git show HEAD:order.yaml), does not know its size: it is read to its end.
  for await (const chunk of file.createReadStream({ end: READ_BYTES_MAX - 1 })) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);

  // What is cut may end within a character.
  return { name, text: bytes.toString("utf8"), isUtf8: bytes.length === READ_BYTES_MAX || isUtf8(bytes) };
}
