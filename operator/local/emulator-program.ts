/** One of the two programs that together emulate AWS. */
export interface EmulatorProgram {
  /** The name of its folder, in `operator/local` and in `.local/python`. */
  readonly name: "moto" | "ministack";
  /** The path of its own API: `<api>/process` returns its process id, a POST to `<api>/reset` empties it. */
  readonly api: string;
}

/** Emulates most services but runs no code. It holds the states, and the stacks whose containers and databases need not run. */
export const moto: EmulatorProgram = { name: "moto", api: "/moto-api" };

/** Runs the functions and builds of the event-driven stacks. */
export const ministack: EmulatorProgram = { name: "ministack", api: "/_ministack" };

export const programs = [moto, ministack] as const;
