import type { Construct } from "constructs";
import { Secret } from "../../modules/aws/functions/secret";
import { topicArn } from "../../modules/aws/monitoring/notifications";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";

export interface Secrets {
  readonly githubToken: Secret;
  readonly gitCredentials: Secret;
}

/** The two secrets of document 004. Nobody but people can make new values, so they are reminded; the key rotates each year by itself. */
export function addSecrets(
  stack: Construct,
  settings: PlatformSettings["aws-codebuild"],
  context: AwsContext,
): Secrets {
  const { names, keyArn, destroyable } = context;
  const secret = (part: string, description: string) =>
    new Secret(stack, part, {
      names,
      path: names.path(part),
      description,
      keyArn,
      destroyable,
      reminder: {
        days: settings.secrets.reminder_days,
        // Monitoring comes last, so its topic is known by name.
        topicArn: topicArn(names, "warning"),
        keyArn,
      },
    });
  return {
    githubToken: secret("github-token", "A GitHub token that reads issues and opens pull requests: the token itself"),
    gitCredentials: secret("git-credentials", 'With which builds clone and push: {"username": …, "password": …}'),
  };
}
