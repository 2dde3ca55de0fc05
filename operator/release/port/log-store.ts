/** Where the log of releases is kept: objects that are put once and never rewritten. */
export interface LogStore {
  /** Names under a folder, in order. */
  list(folder: string): Promise<readonly string[]>;
  read(name: string): Promise<string>;
  /** Puts an object that must not exist. @throws {AlreadyThere} when another process was first */
  put(name: string, text: string): Promise<void>;
}

/** Somebody else wrote this entry of the log first. */
export class AlreadyThere extends Error {}
