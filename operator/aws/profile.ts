import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { homeFolder } from "../process/process-identity";

/** Options of an AWS SDK client for a profile. */
export interface ProfileOptions {
  readonly profile?: string;
  readonly endpoint?: string;
}

/**
 * Options of a client for a named profile of the AWS configuration file, as Terraform's provider reads it. The SDK for JavaScript takes
 * only the credentials and the region from the profile that a client is given; the `endpoint_url` is read here.
 * @param profile @default - the default profile, which the SDK reads whole
 */
export function profileOptions(profile: string | undefined, env = process.env): ProfileOptions {
  if (!profile) return {};
  const endpoint =
    env["AWS_ENDPOINT_URL"] || endpointOf(profile, env["AWS_CONFIG_FILE"] || join(homeFolder(), ".aws", "config"));
  return endpoint ? { profile, endpoint } : { profile };
}

function endpointOf(profile: string, file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  let section = "";
  for (const line of readFileSync(file, "utf8").split("\n")) {
    section = line.match(/^\s*\[\s*(.+?)\s*\]/)?.[1] ?? section;
    const value = line.match(/^endpoint_url\s*=\s*(\S+)/)?.[1];
    if (value && section === `profile ${profile}`) return value;
  }
  return undefined;
}
