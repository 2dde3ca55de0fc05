import { type Found, nothingFound } from "../application/found";

/** The platforms that a system can have, in the order in which they are asked for. */
export const platforms = [
  "aws",
  "aws-eks",
  "aws-serverless",
  "aws-websocket",
  "aws-codebuild",
  "gcp",
  "azure",
  "kubernetes",
] as const;

export type SystemPlatform = (typeof platforms)[number];

/** `account` makes no system: it comes with AWS and with state in S3. */
export type AskedPlatform = SystemPlatform | "account";

/** What each platform is, for people who choose. */
export const platformTexts: Readonly<Record<SystemPlatform, string>> = {
  aws: "a container on ECS Fargate",
  "aws-eks": "an EKS cluster with database and cache",
  "aws-serverless": "a website and a REST API with functions",
  "aws-websocket": "a website and a WebSocket API with functions",
  "aws-codebuild": "a queue of work items for CodeBuild",
  gcp: "a container on Google Cloud Run",
  azure: "a container on Azure Container Instances",
  kubernetes: "a container on any Kubernetes cluster",
};

/** Platforms that run the application's containers. */
export const runsContainers = (platform: string): boolean =>
  ["aws", "aws-eks", "gcp", "azure", "kubernetes"].includes(platform);

/** Platforms whose own functions are code in the project. */
export const hasFunctions = (platform: string): boolean =>
  ["aws-serverless", "aws-websocket", "aws-codebuild"].includes(platform);

/** Where state is kept. */
export type State = { readonly kind: "s3" } | { readonly kind: "hcp"; readonly organization: string };

/** A value of each environment; that of `*` counts for all without one of their own. */
export type ByEnvironment = ReadonlyMap<string, string>;

export const valueFor = (values: ByEnvironment, environment: string): string | undefined =>
  values.get(environment) ?? values.get("*");

/** What a person or the options have said. Nothing here was invented. */
export interface Answers {
  readonly system?: string;
  /** The shipped system that a new one begins as a copy of. */
  readonly example?: string;
  readonly platforms: readonly AskedPlatform[];
  readonly environments: readonly string[];
  readonly account: ByEnvironment;
  /** Google Cloud's projects, by their id; `id/number` where the number is known. */
  readonly project: ByEnvironment;
  readonly subscription: ByEnvironment;
  readonly tenant?: string;
  readonly region: ByEnvironment;
  readonly state?: State;
  readonly domain?: string;
  readonly emails: readonly string[];
  /** GitHub repository of the application. */
  readonly repository?: string;
  /** GitHub repository of the project, whose pipelines plan and apply. */
  readonly pipelines?: string;
  readonly found: Found;
}

export const noAnswers: Answers = {
  platforms: [],
  environments: [],
  account: new Map(),
  project: new Map(),
  subscription: new Map(),
  region: new Map(),
  emails: [],
  found: nothingFound,
};

/** The environment of the emulator on this machine. */
export const local = "local";
export const localAccount = "123456789012";
export const defaultRegion = "us-east-1";

/** Whether an environment serves users: its stacks are protected, and made for failures. Any other can be destroyed. */
export const isProduction = (environment: string): boolean =>
  environment.split("-").some((part) => ["prod", "production", "live", "prd"].includes(part));
