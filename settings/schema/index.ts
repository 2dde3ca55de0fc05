import type * as z from "zod";
import type { PlatformSchema, SettingsSchema } from "../rule";
import { accountRules } from "./account/rules";
import { account } from "./account/schema";
import { awsRules } from "./aws/rules";
import { aws } from "./aws/schema";
import { awsCodebuildRules } from "./aws-codebuild/rules";
import { awsCodebuild } from "./aws-codebuild/schema";
import { awsEksRules } from "./aws-eks/rules";
import { awsEks } from "./aws-eks/schema";
import { awsServerlessRules } from "./aws-serverless/rules";
import { awsServerless } from "./aws-serverless/schema";
import { awsApiRules } from "./aws-shared/api-rules";
import { awsCacheRules } from "./aws-shared/cache-rules";
import { awsIngressRules } from "./aws-shared/ingress-rules";
import { loadBalancerRules } from "./aws-shared/load-balancer-rules";
import { networkRules } from "./aws-shared/network-rules";
import { awsRouteRules } from "./aws-shared/route-rules";
import { awsSiteRules } from "./aws-shared/site-rules";
import { awsWebsocketRules } from "./aws-websocket/rules";
import { awsWebsocket } from "./aws-websocket/schema";
import { azureRouteRules } from "./azure/route-rules";
import { azureRules } from "./azure/rules";
import { azure } from "./azure/schema";
import { gcpRules } from "./gcp/rules";
import { gcp } from "./gcp/schema";
import { kubernetesRouteRules } from "./kubernetes/route-rules";
import { kubernetesRules } from "./kubernetes/rules";
import { kubernetes } from "./kubernetes/schema";
import { refusedNames, serviceBusNames } from "./naming/refused-names";
import { awsTags } from "./naming/tag-rules";
import { pipelineKeys } from "./pipeline";
import { placeKeys } from "./place-keys";
import { release } from "./release/release";
import { applicationRules, notificationRules, sharedRules, stateAccountRules, storeRules } from "./rules";
import { applicationBlocks, shared } from "./shared";

const platforms = {
  account: { schema: account, rules: [...sharedRules, awsTags, ...accountRules] },
  aws: {
    schema: aws,
    rules: [
      ...sharedRules,
      awsTags,
      ...applicationRules,
      ...storeRules,
      ...networkRules,
      ...loadBalancerRules,
      ...awsRouteRules,
      ...awsRules,
      ...awsCacheRules,
      ...awsIngressRules,
      refusedNames("aws"),
    ],
  },
  "aws-eks": {
    schema: awsEks,
    rules: [
      ...sharedRules,
      awsTags,
      ...applicationRules,
      ...storeRules,
      ...networkRules,
      ...loadBalancerRules,
      ...awsRouteRules,
      ...awsEksRules,
      ...awsCacheRules,
      refusedNames("aws-eks"),
    ],
  },
  "aws-serverless": {
    schema: awsServerless,
    rules: [
      ...sharedRules,
      awsTags,
      ...notificationRules,
      ...awsSiteRules,
      ...awsApiRules,
      ...awsServerlessRules,
      refusedNames("aws-serverless"),
    ],
  },
  "aws-websocket": {
    schema: awsWebsocket,
    rules: [
      ...sharedRules,
      awsTags,
      ...notificationRules,
      ...awsSiteRules,
      ...awsApiRules,
      ...awsWebsocketRules,
      refusedNames("aws-websocket"),
    ],
  },
  "aws-codebuild": {
    schema: awsCodebuild,
    rules: [
      ...sharedRules,
      awsTags,
      ...notificationRules,
      ...networkRules,
      ...awsCodebuildRules,
      refusedNames("aws-codebuild"),
    ],
  },
  gcp: {
    schema: gcp,
    rules: [...sharedRules, ...stateAccountRules, ...applicationRules, ...storeRules, ...gcpRules, refusedNames("gcp")],
  },
  azure: {
    schema: azure,
    rules: [
      ...sharedRules,
      ...stateAccountRules,
      ...applicationRules,
      ...storeRules,
      ...azureRouteRules,
      ...azureRules,
      refusedNames("azure"),
      serviceBusNames,
    ],
  },
  kubernetes: {
    schema: kubernetes,
    rules: [
      ...sharedRules,
      ...stateAccountRules,
      ...applicationRules,
      ...kubernetesRouteRules,
      ...kubernetesRules,
      refusedNames("kubernetes"),
    ],
  },
} satisfies Record<string, PlatformSchema>;

/** What a tfvars file may hold: the shared keys, and a block per platform. */
export const settingsSchema = {
  shared: { ...shared, ...applicationBlocks, release, ...pipelineKeys },
  platforms,
  environmentPlatform: "account",
  placeKeys,
} satisfies SettingsSchema;

export type Platform = keyof typeof platforms;

/** The checked settings of each platform. */
export type PlatformSettings = { [P in Platform]: z.infer<(typeof platforms)[P]["schema"]> };
