import { CloudFrontClient } from "@aws-sdk/client-cloudfront";
import { UserError } from "../process/user-error";
import type { ProfileOptions } from "./profile";

/** What AWS gives to who assumes a role. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/**
 * Credentials of a role, for AWS SDK clients, which ask again when they expire: as Terraform's provider assumes its `role_arn`. One
 * request, signed by the SDK, rather than one more client to install.
 * @param options of whoever assumes the role
 */
export function assumedRole(roleArn: string, region: string, options: ProfileOptions): () => Promise<RoleCredentials> {
  const { config } = new CloudFrontClient({ ...options, region });
  const endpoint = new URL(
    options.endpoint || process.env["AWS_ENDPOINT_URL"] || `https://sts.${region}.amazonaws.com`,
  );
  const body = new URLSearchParams({
    Action: "AssumeRole",
    Version: "2011-06-15",
    RoleArn: roleArn,
    RoleSessionName: "multicloud-stacks",
  }).toString();
  return async () => {
    const signer = await config.signer({ name: "sigv4", signingName: "sts", signingRegion: region, properties: {} });
    const { headers } = await signer.sign({
      method: "POST",
      protocol: endpoint.protocol,
      hostname: endpoint.hostname,
      path: "/",
      headers: { host: endpoint.host, "content-type": "application/x-www-form-urlencoded" },
      body,
    });
    const { host: _, ...sent } = headers;
    const response = await fetch(new URL("/", endpoint), { method: "POST", headers: sent, body });
    const text = await response.text();
    const field = (name: string) => text.match(new RegExp(`<${name}>([^<]+)</${name}>`))?.[1] ?? "";
    if (!response.ok) throw new UserError(`${roleArn} cannot be assumed: ${field("Message") || response.statusText}`);
    return {
      accessKeyId: field("AccessKeyId"),
      secretAccessKey: field("SecretAccessKey"),
      sessionToken: field("SessionToken"),
      expiration: new Date(field("Expiration")),
    };
  };
}
