/** The tag of this run of GitHub Actions; nothing where it is of a branch. */
export function tagOf(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return /^refs\/tags\/(v\d{1,9}\.\d{1,9}\.\d{1,9}(?:-rc\.\d{1,9})?)$/.exec(env["GITHUB_REF"] ?? "")?.[1];
}
