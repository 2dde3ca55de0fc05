import type { ProjectPlace } from "../../settings/project/folder";
import { findProject } from "../../settings/project/folder";

/** Where the project is that commands mean: `--project` or `PROJECT`, else `project/`, else the shipped examples. */
export const projectPlace = (): ProjectPlace => findProject(process.cwd(), process.env["PROJECT"]);
