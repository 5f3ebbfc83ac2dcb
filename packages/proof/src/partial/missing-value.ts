/** An expression reads something that is certainly not there, or fails for certain. Never leaves this folder. */
export class MissingValue extends Error {
  /** The path read, such as `output.reservations`; null: it failed for another reason. */
  readonly path: string | null;

  constructor(path: string | null, message = `reads ${path ?? "a value"}, which does not exist`) {
    super(message);
    this.path = path;
  }
}
