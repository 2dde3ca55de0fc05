/** A build project of the stack. */
export interface Project {
  readonly name: string;
  /** Seconds after which a lock expires: queue time, build time and a margin. */
  readonly lockSeconds: number;
  /** Builds that may run at once; more are not started. Undefined: CodeBuild alone decides. */
  readonly concurrent?: number;
  /** Whether the source has revisions, so that StartBuild accepts one. */
  readonly revisions: boolean;
}

export type Projects = Readonly<Record<string, Project>>;

/** The projects by key, from a variable that the stack sets. */
export function projects(): Projects {
  return JSON.parse(required("PROJECTS")) as Projects;
}

/** Repositories that items may name, from a variable that the stack sets. */
export function repositories(): readonly string[] {
  return JSON.parse(required("REPOSITORIES")) as readonly string[];
}

export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name}: expected in the environment, found nothing`);
  return value;
}

export function tables() {
  return { workItems: required("WORK_ITEMS_TABLE"), locks: required("LOCKS_TABLE") };
}
