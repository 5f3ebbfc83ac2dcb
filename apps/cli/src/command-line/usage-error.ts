/** The call is wrong. The message says how; nothing has been done. */
export class UsageError extends Error {
  /** The call that explains more, if one does. */
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.name = "UsageError";
    this.help = help;
  }
}
