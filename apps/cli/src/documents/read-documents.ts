import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../command-line/usage-error.ts";

/** One file of documents. */
export interface DocumentFile {
  readonly name: string;
  readonly text: string;
}

const EXTENSION = /(?<!\.test)\.(?:ya?ml|json)$/i;
/** Above every limit on documents: more is not read, what is read gets its diagnostic. */
const READ_BYTES_MAX = 5 * 1024 * 1024;

/**
 * The files named, and those below the folders named, each once. In folders, JSON files without a "document"
 * member are passed over: a package.json beside the documents is none of them. Nor is a test file, order.test.yaml.
 *
 * @throws UsageError when a name leads nowhere.
 */
export async function readDocuments(names: readonly string[]): Promise<readonly DocumentFile[]> {
  const found: DocumentFile[] = [];
  for (const name of names) {
    const status = await stat(name).catch(() => null);
    if (status === null) throw new UsageError(`There is no file "${name}".`);

    found.push(...(status.isDirectory() ? await readFolder(name) : [await readDocument(name)]));
  }
  return [...new Map(found.map((file) => [file.name, file])).values()];
}

async function readFolder(folder: string): Promise<readonly DocumentFile[]> {
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

async function readDocument(name: string): Promise<DocumentFile> {
  const file = await open(name, "r").catch((error: unknown) => {
    throw new UsageError(`"${name}" cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  });
  try {
    const { bytesRead, buffer } = await file.read({
      buffer: Buffer.alloc(Math.min((await file.stat()).size, READ_BYTES_MAX)),
      position: 0,
    });
    return { name, text: buffer.toString("utf8", 0, bytesRead) };
  } finally {
    await file.close();
  }
}
