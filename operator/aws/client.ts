import { type ProfileOptions, profileOptions } from "./profile";
import { assumedRole } from "./role";

/** What the settings of Terraform's AWS provider say about whom it calls, and as whom. */
export interface ProviderSettings {
  readonly region: string;
  /** @default - the SDK's usual credentials */
  readonly profile?: string;
  /** A role that is assumed. @default - none */
  readonly roleArn?: string;
}

/** Options of an AWS SDK client. */
export interface ClientOptions extends ProfileOptions {
  readonly region: string;
  readonly credentials?: ReturnType<typeof assumedRole>;
}

/** Whether a service refused a request with one of these HTTP statuses. */
export function failedWith(error: unknown, ...statuses: number[]): boolean {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return statuses.includes($metadata?.httpStatusCode ?? 0);
}

/** Options of a client that calls what Terraform's provider calls, with the same credentials. */
export function clientOptions({ region, profile, roleArn }: ProviderSettings): ClientOptions {
  const options = profileOptions(profile);
  return { ...options, region, ...(roleArn && { credentials: assumedRole(roleArn, region, options) }) };
}
