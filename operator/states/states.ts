import { UserError } from "../process/user-error";
import type { StateLock } from "../terraform/state-lock";
import type { Writer } from "./writer";

/** A version of a stack's state, before it is read. */
export interface VersionHead {
  readonly id: string;
  readonly saved: Date;
  /** The object was deleted here: there is nothing to read. */
  readonly isDeletion?: true;
  /** The service has deleted what was in it, and says it by this status: there is nothing to read. */
  readonly noData?: string;
}

/** What is put back, and over what. */
export interface PutBack {
  readonly version: VersionHead;
  /** The version's text. */
  readonly text: string;
  /** The version that is read now and that was shown; nothing if there is none. */
  readonly over: VersionHead | undefined;
  /** The highest serial of all versions. */
  readonly highest: number;
}

/** The versions of one stack's state, wherever they are kept. */
export interface States {
  /** Where they are, in words. */
  readonly place: string;
  /** Versions, the newest first. */
  heads(most: number): Promise<readonly VersionHead[]>;
  /** Who saved a version; nothing where that is not recorded, or may not be read. */
  writer(head: VersionHead): Promise<Writer | undefined>;
  /** @throws {UserError} that says which right is missing */
  text(head: VersionHead): Promise<string>;
  /** The MD5 of the state that Terraform takes; nothing where none is kept. */
  expected(): Promise<string | undefined>;
  /** Who works on the state now. */
  holder(): Promise<StateLock | undefined>;
  /**
   * Makes a version the newest, under the lock of the state.
   * @returns the id and the serial of the new version
   * @throws {UserError} when something holds the lock, or has saved another version since
   */
  putBack(what: PutBack): Promise<{ readonly id: string; readonly serial: number }>;
  close(): void;
}

/** The refusal to put a version back over another one than was shown. */
export const savedSince = () =>
  new UserError("another run has saved the state since: nothing was changed. Look again with npm run state -- history");
