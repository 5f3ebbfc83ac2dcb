/** Secrets are read when a call is sent, and never stored, journalled or shown. */
export interface Secrets {
  /** Undefined when there is no secret of this name. */
  read(name: string): Promise<string | undefined>;
}
