import { z } from "zod";
import type { GitHub } from "./client";
import { GitHubError } from "./failure";

/** Who a job's own token writes as (docs.github.com, "Use GITHUB_TOKEN for authentication in workflows"). */
const jobsAuthor = "github-actions[bot]";

/**
 * The login that the token writes as. The token of a job, or of another app, is no user: GitHub refuses it to say who it is.
 * @param as what the caller knows, for the token of another app: `<its name>[bot]`
 */
export async function authorOf(gitHub: GitHub, as: string | undefined): Promise<string> {
  if (as !== undefined) return as;
  try {
    return (await gitHub.call("GET /user", {}, z.object({ login: z.string() }))).login;
  } catch (error) {
    if (error instanceof GitHubError && error.status === 403 && error.limitedMs === undefined) return jobsAuthor;
    throw error;
  }
}

/** The first line of what our commands write on GitHub, hidden from readers: by it the text is found and written again. */
export const markerOf = (name: string): string => `<!-- multicloud-stacks:${name} -->`;

const written = z.object({ body: z.string().nullish(), user: z.object({ login: z.string() }).nullish() });

/** Whether the author has written a text, and with this marker. A text of anyone else that begins so is left alone. */
export const isOwn = ({ body, user }: z.infer<typeof written>, marker: string, author: string): boolean =>
  user?.login === author && (body ?? "").startsWith(marker);

/** What a list of comments or issues gives of each, at least. */
export const writtenShape = written.shape;

/** The most characters of a comment or an issue: GitHub answers "Body is too long (maximum is 65536 characters)" to more. */
export const mostCharacters = 65_536;
