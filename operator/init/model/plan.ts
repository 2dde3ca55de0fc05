import type { Answers, SystemPlatform } from "./answers";
import type { ExistingProject } from "./existing";

/** A system whose files are to be written. */
export interface PlannedSystem {
  readonly name: string;
  readonly platforms: readonly SystemPlatform[];
  /** Whether its base is written, too. */
  readonly isNew: boolean;
  /** The shipped system that it is a copy of. */
  readonly example?: string;
}

/** What a call of `npm run init` is to write. */
export interface Plan {
  readonly answers: Answers;
  readonly existing: ExistingProject;
  /** Environments that get a file of their own, or have one; without that of the emulator. */
  readonly environments: readonly string[];
  readonly systems: readonly PlannedSystem[];
  /** Whether the environment of the emulator is written: there is a platform that it can carry. */
  readonly hasLocal: boolean;
}

/** A file of the project that is to be written. */
export interface PlannedFile {
  /** Relative to the project's folder. */
  readonly path: string;
  readonly text: string;
}
