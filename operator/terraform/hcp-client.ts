import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { homeFolder } from "../process/process-identity";
import { UserError } from "../process/user-error";
import { cliConfiguration } from "./plugins";

/** A document of the API. */
export interface HcpObject {
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly relationships?: Readonly<Record<string, { readonly data?: { readonly id: string } | null }>>;
}

/** How long an answer may take, in milliseconds. */
const patienceMs = 30_000;

/**
 * Calls of the API of HCP Terraform or of a Terraform Enterprise (https://developer.hashicorp.com/terraform/cloud-docs/api-docs), with the
 * address and the token that Terraform itself would use.
 */
export class HcpClient {
  private constructor(
    readonly hostname: string,
    private readonly address: string,
    private readonly token: string,
  ) {}

  /** @throws {UserError} where there is no token, or the host does not say where its API is */
  static async connect(hostname: string, env: NodeJS.ProcessEnv): Promise<HcpClient> {
    const token = findToken(hostname, env);
    if (!token) {
      throw new UserError(
        `${hostname}: expected a token, found none: run \`terraform login ${hostname}\`, or set ${tokenVariable(hostname)}`,
      );
    }
    return new HcpClient(hostname, await findAddress(hostname, env), token);
  }

  /** An object, or nothing where there is none. @throws {UserError} for any other refusal */
  async get(path: string): Promise<HcpObject | undefined> {
    return (await this.data("GET", path)) as HcpObject | undefined;
  }

  /** A list's first page. @throws {UserError} for a refusal */
  async list(path: string): Promise<readonly HcpObject[]> {
    return ((await this.data("GET", path)) as readonly HcpObject[] | undefined) ?? [];
  }

  /** Makes or changes an object. @throws {UserError} for a refusal */
  async write(method: "POST" | "PATCH", path: string, data: object): Promise<HcpObject> {
    const made = await this.data(method, path, data);
    if (!made) throw new UserError(`${this.hostname}: expected ${method} ${path} to be taken, found 404: ${denied}`);
    return made as HcpObject;
  }

  /** Asks for an action, e.g. `runs/run-1/actions/cancel`. Returns false where it is too late for it. @throws {UserError} for a refusal */
  async act(path: string): Promise<boolean> {
    return (await this.call("POST", path, undefined, [409])) !== undefined;
  }

  /** A document that is not of the API's own form, e.g. a plan; nothing where there is none, or where the token may not read it. */
  async document(path: string): Promise<unknown> {
    const text = await this.text(path);
    return text === undefined ? undefined : JSON.parse(text);
  }

  /** The text of a document that is not of the API's own form, e.g. a state; nothing where there is none. */
  async text(path: string): Promise<string | undefined> {
    return this.call("GET", path);
  }

  private async data(method: string, path: string, data?: object): Promise<unknown> {
    const text = await this.call(method, path, data);
    return text === undefined ? undefined : (JSON.parse(text) as { data: unknown }).data;
  }

  private async call(method: string, path: string, data?: object, none: number[] = []): Promise<string | undefined> {
    const response = await this.request(new URL(path, this.address), {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/vnd.api+json" },
      body: data && JSON.stringify({ data }),
    });
    if ([404, ...none].includes(response.status)) return undefined;
    const text = await response.text();
    if (response.ok) return text;
    const why = response.status === 401 ? "the token is not valid: run `terraform login` again" : reasonIn(text);
    throw new UserError(`${this.hostname}: ${method} ${path} was refused with ${response.status}: ${why}`);
  }

  private async request(url: URL, init: object): Promise<Response> {
    try {
      return await fetch(url, { ...init, signal: AbortSignal.timeout(patienceMs) });
    } catch (error) {
      throw new UserError(`${this.hostname}: expected an answer of its API, found none: ${causeOf(error)}`);
    }
  }
}

const denied = "the object is not there, or the token may not see it";

/** The reason in a refusal of the API, e.g. `Name has already been taken`. */
function reasonIn(text: string): string {
  try {
    const { errors = [] } = JSON.parse(text) as { errors?: { title?: string; detail?: string }[] };
    return errors.map(({ title, detail }) => detail ?? title).join("; ") || text;
  } catch {
    return text;
  }
}

function causeOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: Error };
  return cause?.message ?? message;
}

/** As Terraform spells it: `.` becomes `_`, `-` becomes `__`. */
const tokenVariable = (hostname: string) => `TF_TOKEN_${hostname.replaceAll(".", "_").replaceAll("-", "__")}`;

/** The token of a host: from its variable, from the CLI configuration, or from `terraform login`. */
function findToken(hostname: string, env: NodeJS.ProcessEnv): string | undefined {
  const named = env[tokenVariable(hostname)];
  if (named) return named;
  const [, configured] = hostBlock("credentials", hostname, env)?.match(/^\s*token\s*=\s*"([^"]*)"/m) ?? [];
  if (configured) return configured;
  const file = join(homeFolder(), ".terraform.d/credentials.tfrc.json");
  if (!existsSync(file)) return undefined;
  const { credentials = {} } = JSON.parse(readFileSync(file, "utf8")) as {
    credentials?: Record<string, { token?: string }>;
  };
  return credentials[hostname]?.token;
}

/** The address of a host's API: from the CLI configuration, or as the host itself says. */
async function findAddress(hostname: string, env: NodeJS.ProcessEnv): Promise<string> {
  const [, configured] = hostBlock("host", hostname, env)?.match(/"tfe\.v2"\s*=\s*"([^"]*)"/) ?? [];
  if (configured) return configured;
  try {
    const url = `https://${hostname}/.well-known/terraform.json`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
    const { "tfe.v2": path } = (await answer.json()) as Record<string, string | undefined>;
    if (path) return new URL(path, answer.url).href;
  } catch (error) {
    throw new UserError(`${hostname}: expected HCP Terraform or a Terraform Enterprise, found ${causeOf(error)}`);
  }
  throw new UserError(`${hostname}: expected HCP Terraform or a Terraform Enterprise, found a host without its API`);
}

/** A block of the CLI configuration that a command's Terraform reads. */
function hostBlock(type: "host" | "credentials", hostname: string, env: NodeJS.ProcessEnv): string | undefined {
  const name = hostname.replaceAll(".", "\\.");
  return new RegExp(`^\\s*${type}\\s+"${name}"\\s*\\{[\\s\\S]*?^\\}`, "m").exec(cliConfiguration(env))?.[0];
}
