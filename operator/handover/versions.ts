import { UserError } from "../process/user-error";
import { Terraform } from "../terraform/terraform";

/** The programs that made a plan. */
export interface Versions {
  /** `Terraform` or `OpenTofu`. */
  readonly product: string;
  readonly version: string;
  /** Operating system and processor, e.g. `linux_amd64`. */
  readonly platform: string;
  /** The version of each provider, by its address, e.g. `registry.terraform.io/hashicorp/aws`. */
  readonly providers: Readonly<Record<string, string>>;
}

/** What `terraform version` says in a folder; providers are those of its lock file. */
export async function versionsIn(cwd: string, env: NodeJS.ProcessEnv): Promise<Versions> {
  const text = await new Terraform({ cwd, env }).run(["version"]);
  const [, product, version] = /^(Terraform|OpenTofu) v(\S+)/m.exec(text) ?? [];
  const platform = /^on (\S+)/m.exec(text)?.[1];
  if (!product || !version || !platform) {
    throw new UserError(
      `terraform version: expected the version of Terraform or OpenTofu, found ${JSON.stringify(text)}`,
    );
  }
  const providers = [...text.matchAll(/^\+ provider (\S+) v(\S+)/gm)].map(([, address, of]) => [address, of]);
  return { product, version, platform, providers: Object.fromEntries(providers) };
}

/**
 * Refuses another program than the one that planned: Terraform applies a plan of its own version and platform only
 * (https://developer.hashicorp.com/terraform/tutorials/automation/automate-terraform#plan-and-apply-on-different-machines).
 */
export function refuseOtherProgram(id: string, planned: Versions, here: Versions): void {
  const [wanted, found] = [planned, here].map(({ product, version }) => `${product} ${version}`);
  if (wanted !== found) {
    throw new UserError(
      `${id}: planned with ${wanted}, found ${found} here: install the same one, or name its program in TERRAFORM_BINARY_NAME. Nothing was changed`,
    );
  }
  if (planned.platform !== here.platform) {
    throw new UserError(
      `${id}: planned on ${planned.platform}, found ${here.platform} here: a plan is applied on the platform it was made on. Nothing was changed`,
    );
  }
}

/** Refuses other versions of providers than those that planned. @param required what the stack asks for here, by namespace and name */
export function refuseOtherProviders(id: string, planned: Versions, required: Readonly<Record<string, string>>): void {
  const others = Object.entries(planned.providers).flatMap(([address, version]) => {
    const name = address.split("/").slice(-2).join("/");
    const here = required[name];
    return here !== undefined && here !== version ? [`${name} ${version}, found ${here} here`] : [];
  });
  if (others.length === 0) return;
  throw new UserError(
    `${id}: planned with provider ${others.join(", and ")}: check out the commit that was planned, or plan again. Nothing was changed`,
  );
}

/** The exact version that a stack's JSON asks for of each provider, e.g. of `hashicorp/aws`; one that may be any of several is left out. */
export function requiredProviders(terraform: unknown): Record<string, string> {
  const { required_providers: required = {} } = terraform as {
    required_providers?: Record<string, { source?: string; version?: string }>;
  };
  const exact = Object.values(required).flatMap(({ source = "", version = "" }) => {
    const name = ["hashicorp", ...source.split("/")].slice(-2).join("/");
    const [, only] = /^=?\s*(\d+\.\d+\.\d+\S*)$/.exec(version.trim()) ?? [];
    return only ? [[name, only] as const] : [];
  });
  return Object.fromEntries(exact);
}
