/** Who commits: the account of GitHub's own workflows. */
const author = "github-actions[bot]";
const email = "41898282+github-actions[bot]@users.noreply.github.com";

export interface Remote {
  /** Address of the repository, without credentials. */
  readonly url: string;
  /** Token for HTTPS. @default - none, as for a repository on this machine */
  readonly token?: string;
}

/** The token goes through the environment: arguments of a process can be read by others, and `.git/config` would keep it. */
export function environmentOf({ token }: Remote): NodeJS.ProcessEnv {
  const settings: [string, string][] = [
    ["user.name", author],
    ["user.email", email],
    ["commit.gpgsign", "false"],
  ];
  if (token) {
    const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
    settings.push(["http.extraHeader", `Authorization: Basic ${basic}`]);
  }
  const numbered = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  // Git asks no one, and the account's own settings play no part.
  const base = { ...process.env, GIT_TERMINAL_PROMPT: "0", GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };
  return { ...base, GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(numbered) };
}
