import type { Found } from "../application/found";
import type { SystemPlatform } from "./answers";
import type { Networks } from "./networks";

/** What the block of a platform in one environment depends on. */
export interface Place {
  readonly environment: string;
  readonly region: string;
  readonly accountId?: string;
  readonly project?: string;
  /** Zones of the region. */
  readonly zones: number;
  readonly networks: Networks;
  /** Domain name of the application on each platform. */
  readonly domains: ReadonlyMap<SystemPlatform, Domain>;
  readonly found: Found;
  readonly email?: string;
  /** Who may release the stack of a platform: a repository, the one with its workflows, and the GitHub environment that they must name. */
  readonly deploy: (platform: SystemPlatform) => Deploy | undefined;
  /** The project's own repository, where the stack of a platform makes the identities of its pipelines. */
  readonly pipelines: (platform: SystemPlatform) => { readonly repository: string } | undefined;
  /** Services of the cluster that another system brings. */
  readonly broughtByOthers: readonly string[];
  /** Whether another stack records the audit logs of the same project or subscription. */
  readonly isAudited: (platform: SystemPlatform) => boolean;
}

/** The block `deploy` of a platform. */
export type Deploy = {
  readonly repository: string;
  readonly workflow_repository?: string;
  readonly github_environment?: string;
};

export interface Domain {
  readonly name: string;
  /** What to put there, where nothing named it. */
  readonly edit?: string;
}
