/** Where the log of releases is kept: objects that are put once and never rewritten. */
export interface LogStore {
  /**
   * The names directly under a folder, in order: objects, and folders without their slash (S3: `Delimiter: "/"`, all pages of 1000).
   * A folder that is not there is empty.
   */
  list(folder: string): Promise<readonly string[]>;
  /** Text of an object by its whole name. @throws Error if there is none */
  read(name: string): Promise<string>;
  /** Puts an object that must not exist. @throws {AlreadyThere} when another process was first */
  put(name: string, text: string): Promise<void>;
}

/** Another process wrote this entry of the log first. */
export class AlreadyThere extends Error {}
