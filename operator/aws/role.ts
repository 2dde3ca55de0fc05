import { fromNodeProviderChain, fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { UserError } from "../process/user-error";
import type { ProfileOptions } from "./profile";

/**
 * Credentials of a role for AWS SDK clients, which call it again before they expire. The role is assumed as Terraform's provider assumes
 * its `role_arn`: from STS of the stack's region, under the session name `multicloud-stacks`.
 * @param options the profile, and the endpoint, of the caller that assumes the role
 * @throws {UserError} when STS refuses, or the caller has no credentials
 */
export function assumedRole(roleArn: string, region: string, options: ProfileOptions) {
  const assume = fromTemporaryCredentials({
    params: { RoleArn: roleArn, RoleSessionName: "multicloud-stacks" },
    // Without this the SDK takes the default profile's credentials, also where the client's configuration names another profile.
    masterCredentials: fromNodeProviderChain({ ...options }),
    clientConfig: { ...options, region },
  });
  return async () => {
    try {
      return await assume();
    } catch (error) {
      throw new UserError(`${roleArn} cannot be assumed: ${(error as Error).message}`, { cause: error });
    }
  };
}
