import { findProject, type ProjectPlace } from "../../settings/project/folder";
import { root } from "../stacks/synthesized";

/** The project that commands mean, which a user made; nothing where they mean the shipped examples. */
export function usersProject(checkout = root, named = process.env["TESTED_PROJECT"]): ProjectPlace | undefined {
  const place = findProject(checkout, named || undefined);
  return place.folder === "." ? undefined : place;
}
