/** A build project, as the stack names it. */
export interface Project {
  readonly name: string;
  /** How long a lock outlasts its claim: queue, build and a margin. Then it counts as none. */
  readonly lockSeconds: number;
  /** Whether StartBuild takes a revision: the source has some. */
  readonly revisions: boolean;
}

export type Projects = Readonly<Record<string, Project>>;

/** The projects by key, from the variable that the stack writes. */
export function projects(): Projects {
  return JSON.parse(required("PROJECTS")) as Projects;
}

export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name}: expected in the environment, found nothing`);
  return value;
}

export function tables() {
  return { workItems: required("WORK_ITEMS_TABLE"), locks: required("LOCKS_TABLE") };
}
