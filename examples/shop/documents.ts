import { readdir, readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { ApiError, type Client } from "@skald/shared";

/** The documents of the shop as one text for `POST /definitions`: catalogues first, then the sagas that use them. */
async function readDocuments(): Promise<string> {
  const texts = await Promise.all(["services", "sagas"].map(readFolder));
  return texts.flat().join("\n---\n");
}

/** What came of loading the documents. */
export type Loaded =
  | { readonly kind: "loaded"; readonly names: readonly string[] }
  | { readonly kind: "refused"; readonly problem: unknown };

const PAUSE_MS = 500;

/** Loads the documents, waiting for an engine that is not there yet. Loading them again changes nothing. */
export async function loadDocuments(engine: Client, signal: AbortSignal): Promise<Loaded> {
  const yaml = await readDocuments();
  for (;;) {
    signal.throwIfAborted();
    try {
      const { items } = await engine.uploadDefinitions(yaml);
      return { kind: "loaded", names: items.map(({ namespace, name, version }) => `${namespace}/${name} ${version}`) };
    } catch (error) {
      const isRefused = error instanceof ApiError && error.status < 500 && error.status !== 429;
      if (isRefused) return { kind: "refused", problem: error.problem };
    }
    await delay(PAUSE_MS, undefined, { signal });
  }
}

async function readFolder(name: string): Promise<readonly string[]> {
  const folder = new URL(`./${name}/`, import.meta.url);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".yaml")).toSorted();
  return Promise.all(files.map((file) => readFile(new URL(file, folder), "utf8")));
}
