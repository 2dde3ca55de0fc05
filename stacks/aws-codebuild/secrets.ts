import type { Construct } from "constructs";
import { Secret } from "../../modules/aws/functions/secret";
import { topicArn } from "../../modules/aws/monitoring/notifications";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";

export interface Secrets {
  readonly githubToken: Secret;
  readonly gitCredentials: Secret;
}

/** The two secrets of document 004. People must make new values, so a message reminds them; the KMS key rotates each year by itself. */
export function addSecrets(
  stack: Construct,
  settings: PlatformSettings["aws-codebuild"],
  context: AwsContext,
): Secrets {
  const { names, keyArn } = context;
  const secret = (part: string, description: string) =>
    new Secret(stack, part, {
      ...context,
      path: names.path(part),
      description,
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
