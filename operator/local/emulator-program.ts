/** One of the two programs that together answer instead of AWS. */
export interface EmulatorProgram {
  /** Its folder beside this file, and below `.local/python`. */
  readonly name: "moto" | "ministack";
  /** Where it answers for itself: `<api>/process` says which process it is, a POST to `<api>/reset` empties it. */
  readonly api: string;
}

/** Knows most services, and runs nothing: the state, and the stacks whose containers and databases are records. */
export const moto: EmulatorProgram = { name: "moto", api: "/moto-api" };

/** Runs the code of the event-driven stacks. */
export const ministack: EmulatorProgram = { name: "ministack", api: "/_ministack" };

export const programs = [moto, ministack] as const;
