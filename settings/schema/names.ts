import * as z from "zod";

const formed = (longest: number) =>
  `2 to ${longest} lower-case letters, digits and single hyphens, a letter first, no hyphen last`;

/** Words of lower-case letters and digits, with single hyphens between them; a letter first. One pattern, so that a name has one mistake. */
const words = (longest: number) =>
  z.string().regex(new RegExp(`^(?=.{2,${longest}}$)[a-z](-?[a-z0-9])+$`), { error: formed(longest) });

/** The name of a system: that of its folder, and by default the first part of every physical name. */
export const systemName = words(24);

/** The name of an environment: that of its file, and the second part of every physical name. */
export const environmentFileName = words(20);

/** First part of the names of what an account has once, which belongs to no system. */
export const accountName = "multicloud";

/** What a name must be like, for messages about folders and files. */
export const expectedNames = { system: formed(24), environment: formed(20) };
