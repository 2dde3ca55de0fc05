import type { PlatformSettings } from ".";
import { awsAbilities } from "./aws/rules";
import { awsCodebuildAbilities } from "./aws-codebuild/rules";
import { awsServerlessAbilities } from "./aws-serverless/rules";
import { awsWebsocketAbilities } from "./aws-websocket/rules";
import type { ReleaseAbilities } from "./release/rules";

/** What the stacks of each platform that can be released can do in a release. */
export const releaseAbilities: {
  readonly [P in keyof PlatformSettings]?: (settings: PlatformSettings[P]) => ReleaseAbilities;
} = {
  aws: awsAbilities,
  "aws-codebuild": () => awsCodebuildAbilities,
  "aws-serverless": awsServerlessAbilities,
  "aws-websocket": awsWebsocketAbilities,
};
