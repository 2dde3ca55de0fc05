/** Where something was read: a file of the application's folder and its line, where it has one. */
export interface Source {
  readonly file: string;
  readonly line?: number;
}

/** One thing that was read, or that could not be taken, in words. */
export interface Note extends Source {
  readonly text: string;
}

/** A service next to the application: a worker, a second API. */
export interface FoundComponent {
  /** Image that the service runs, if it is not the application's. */
  readonly image?: string;
  /** Folder that its image is built from, if it is not the application's. */
  readonly build?: string;
  readonly command?: readonly string[];
  /** Ports that clients reach. */
  readonly ports: readonly number[];
  /** Path that a health check asks. */
  readonly healthPath?: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Names of variables that hold secrets. Their values are not read any further. */
  readonly secrets: readonly string[];
}

/** What the folder of an application says about it. */
export interface Found {
  /** Name of the application, from `package.json` or `pyproject.toml`. */
  readonly name?: string;
  readonly image?: string;
  readonly port?: number;
  /** Command that replaces the image's own. */
  readonly command?: readonly string[];
  /** The image's own command, which stays. */
  readonly imageCommand?: readonly string[];
  /** User of the image, by name or number. */
  readonly user?: string;
  /** Path that a health check asks. */
  readonly healthPath?: string;
  readonly database?: { readonly version?: string; readonly name?: string };
  readonly cache?: { readonly version?: string };
  readonly components: Readonly<Record<string, FoundComponent>>;
  /** Commands that run to their end before the application starts, such as migrations. */
  readonly tasks: Readonly<Record<string, readonly string[]>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly taken: readonly Note[];
  readonly notTaken: readonly Note[];
}

/** What one file adds. */
export type Part = Partial<Omit<Found, "taken" | "notTaken">> & Pick<Found, "taken" | "notTaken">;

export const nothingFound: Found = {
  components: {},
  tasks: {},
  environment: {},
  secrets: [],
  taken: [],
  notTaken: [],
};
