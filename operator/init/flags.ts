import { nearestName } from "../../settings/nearest";
import {
  type Answers,
  type AskedPlatform,
  type ByEnvironment,
  local,
  noAnswers,
  platforms,
  type State,
} from "./model/answers";
import { regions } from "./model/regions";
import { problemOf } from "./values";

/** The options of `npm run init`, as the command line gives them. */
export interface InitOptions {
  readonly system?: string;
  readonly platforms?: string;
  readonly environments?: string;
  /** Added to a project that is there. */
  readonly environment: readonly string[];
  readonly account: readonly string[];
  /** `<environment>=<id>` of Google Cloud, or the project's folder. */
  readonly project: readonly string[];
  readonly subscription: readonly string[];
  readonly tenant?: string;
  readonly state?: string;
  readonly domain?: string;
  readonly email: readonly string[];
  readonly repository?: string;
  readonly pipelines?: string;
  readonly from?: string;
  readonly region: readonly string[];
  readonly example?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export interface ReadFlags {
  readonly answers: Answers;
  /** Each option that is wrong, in words. */
  readonly problems: readonly string[];
}

/** Reads the options. All that are wrong are reported at once. */
export function readFlags(options: InitOptions): ReadFlags {
  const problems: string[] = [];
  const check = (flag: string, kind: Parameters<typeof problemOf>[0], value: string) => {
    const problem = problemOf(kind, value);
    if (problem) problems.push(`--${flag}: ${problem}`);
    return value;
  };
  const optional = (flag: "system" | "tenant" | "domain" | "repository", value = options[flag]) =>
    value === undefined ? undefined : check(flag, flag, value);
  const byEnvironment = (flag: "account" | "subscription" | "project", values: readonly string[]): ByEnvironment =>
    new Map(
      values.map((text) => {
        const [environment, value] = divided(text);
        const [id = "", number] = flag === "project" ? value.split("/") : [value];
        if (number !== undefined) check(`${flag} ${text}`, "number", number);
        check(`${flag} ${text}`, flag, id);
        return [environment, value];
      }),
    );
  const region = new Map(options.region.map(divided));
  for (const [, name] of region) {
    if (!Object.hasOwn(regions, name)) {
      problems.push(`--region: expected ${nearestName(name, Object.keys(regions))}, found ${JSON.stringify(name)}`);
    }
  }
  const environments = [...list(options.environments), ...options.environment];
  for (const name of environments.filter((it) => it !== local)) check("environments", "environment", name);
  for (const name of environments.filter((it) => it === "base" || it === "regions")) {
    problems.push(
      `--environments: expected a name of your own, found ${JSON.stringify(name)}, which has another meaning`,
    );
  }
  const answers: Answers = {
    ...noAnswers,
    system: optional("system"),
    platforms: readPlatforms(options.platforms, problems),
    environments: [...new Set(environments)],
    account: byEnvironment("account", options.account),
    project: byEnvironment(
      "project",
      options.project.filter((it) => it.includes("=")),
    ),
    subscription: byEnvironment("subscription", options.subscription),
    tenant: optional("tenant"),
    region,
    state: readState(options.state, problems, check),
    domain: optional("domain"),
    emails: options.email.map((it) => check("email", "email", it)),
    repository: optional("repository"),
    pipelines: options.pipelines === undefined ? undefined : check("pipelines", "repository", options.pipelines),
  };
  return { answers, problems };
}

/** The project's folder that the options name. */
export const folderOf = ({ project }: InitOptions): string | undefined =>
  project.filter((it) => !it.includes("=")).at(-1);

const list = (text = "") =>
  text
    .split(/[\s,]+/)
    .map((it) => it.trim())
    .filter(Boolean);

/** `dev=1` is for dev, `1` for all environments without a value of their own. */
function divided(text: string): [environment: string, value: string] {
  const at = text.indexOf("=");
  return at < 0 ? ["*", text] : [text.slice(0, at), text.slice(at + 1)];
}

function readPlatforms(text: string | undefined, problems: string[]): AskedPlatform[] {
  const known: readonly string[] = [...platforms, "account"];
  const names = [...new Set(list(text))];
  for (const name of names.filter((it) => !known.includes(it))) {
    problems.push(`--platforms: expected ${nearestName(name, known)}, found ${JSON.stringify(name)}`);
  }
  return [...platforms, "account" as const].filter((it) => names.includes(it));
}

function readState(
  text: string | undefined,
  problems: string[],
  check: (flag: string, kind: "organization", value: string) => string,
): State | undefined {
  if (text === undefined) return undefined;
  if (text === "s3") return { kind: "s3" };
  const [, organization] = /^hcp:(.*)$/.exec(text) ?? [];
  if (organization !== undefined) return { kind: "hcp", organization: check("state", "organization", organization) };
  problems.push(`--state: expected s3 or hcp:<organization>, found ${JSON.stringify(text)}`);
  return undefined;
}
