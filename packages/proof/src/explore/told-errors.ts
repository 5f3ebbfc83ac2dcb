import type { CompiledSaga } from "@skald/dsl";

/** Which errors definitions tell apart: those somebody catches by name, or all where an expression reads what failed. */
export class ToldErrors {
  /** Whether an expression reads an error, or the cause of an undo. */
  readonly areRead: boolean;
  readonly #text: string;

  /** Found by the words alone: one too many costs configurations, never a finding. */
  constructor(definitions: readonly CompiledSaga[]) {
    this.#text = JSON.stringify(definitions.map(({ states }) => states));
    this.areRead = /\b(?:error|cause)\s*[.[]/.test(this.#text);
  }

  /** The type of an error, or nothing where no definition asks for it. */
  nameOf(type: string | undefined): string {
    return type !== undefined && (this.areRead || this.#text.includes(`"${type}"`)) ? type : "";
  }
}
