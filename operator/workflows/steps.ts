import { action } from "./actions";
import { expression } from "./expressions";
import type { Step } from "./yaml";

/** Where jobs run: a fixed image, because `ubuntu-latest` becomes another one. */
export const runner = "ubuntu-24.04";

/** What jobs install. Terraform is the version that the product is tested with. */
const versions = { node: 20, terraform: "1.11.4" };

interface Prepared {
  /** Fetch all commits, to compare with an earlier one. @default false */
  readonly history?: boolean;
  /** Keep npm's downloads for later runs. Never where something is released: a cache that a branch wrote would reach production. @default false */
  readonly cache?: boolean;
  /** Install Terraform. @default true */
  readonly terraform?: boolean;
}

/** Checks out the commit and installs what `npm run` needs. Git keeps no token. */
export function prepared({ history = false, cache = false, terraform = true }: Prepared = {}): Step[] {
  const checkout = { ...(history && { "fetch-depth": 0 }), "persist-credentials": false };
  return [
    { uses: action("actions/checkout"), with: checkout },
    { uses: action("actions/setup-node"), with: { "node-version": versions.node, ...(cache && { cache: "npm" }) } },
    ...(terraform
      ? [
          {
            uses: action("hashicorp/setup-terraform"),
            // The wrapper would stand between the operator and Terraform's signals and exit codes.
            with: { terraform_version: versions.terraform, terraform_wrapper: false },
          },
        ]
      : []),
  ];
}

/** The permissions of a job that signs in to clouds: it reads the repository, and gets a token that says who it is. */
export const signsIn = { contents: "read", "id-token": "write" } as const;

/** What a job signs in with; each value may be an expression. A cloud without values is left out. */
export interface SignIn {
  readonly aws?: { readonly role: string; readonly region: string; readonly if?: string };
  readonly google?: { readonly provider: string; readonly account: string; readonly if?: string };
  readonly azure?: { readonly tenant: string; readonly subscription: string; readonly if?: string };
}

/** How long a role may be used, in seconds: as the longest job that deploys. */
export const sessionSeconds = 7200;

/** The same of a release, whose steps may each be prolonged: as much as release roles allow (modules/aws/account/release-role.ts). */
export const releaseSessionSeconds = 3 * 3600;

/** Signs in by OpenID Connect: no key is stored. Azure's client id is a variable of the GitHub environment, because Azure chooses it. */
export function signedIn({ aws, google, azure }: SignIn, seconds?: number): Step[] {
  const condition = (text: string | undefined) => (text === undefined ? {} : { if: text });
  return [
    ...(aws
      ? [
          {
            ...condition(aws.if),
            uses: action("aws-actions/configure-aws-credentials"),
            with: {
              "role-to-assume": aws.role,
              "aws-region": aws.region,
              ...(seconds && { "role-duration-seconds": seconds }),
            },
          },
        ]
      : []),
    ...(google
      ? [
          {
            ...condition(google.if),
            uses: action("google-github-actions/auth"),
            with: { workload_identity_provider: google.provider, service_account: google.account },
          },
        ]
      : []),
    ...(azure
      ? [
          {
            ...condition(azure.if),
            uses: action("azure/login"),
            with: {
              "client-id": expression("vars.AZURE_CLIENT_ID"),
              "tenant-id": azure.tenant,
              "subscription-id": azure.subscription,
            },
          },
        ]
      : []),
  ];
}

/** Keeps a folder for a later job, or for people. */
export const kept = (name: string, path: string, days: number): Step => ({
  uses: action("actions/upload-artifact"),
  with: { name, path, "if-no-files-found": "error", "retention-days": days },
});
