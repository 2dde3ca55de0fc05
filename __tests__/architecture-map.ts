import { readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The map of the source: which folder may import which, and which packages it may use. Data flows one way, settings → stacks → modules →
 * provider bindings; the operator is above them all. Add an arrow here only if it leads down; architecture.test.ts checks the rest.
 */

/** A cloud's module folders, from the ground up: each may import the ones before it. */
const moduleFloors: Readonly<Record<string, readonly string[]>> = {
  aws: [
    "access",
    "network",
    "stores",
    "functions",
    "containers",
    "databases",
    "edge",
    "api",
    "builds",
    "kubernetes",
    "account",
    "monitoring",
    "monitoring/watch",
  ],
  azure: ["monitoring", "network", "access", "stores", "containers", "databases", "edge", "account"],
  gcp: ["access", "network", "containers", "stores", "builds", "databases", "edge", "account", "monitoring"],
  kubernetes: [
    "charts",
    "stores",
    "containers",
    "access",
    "network",
    "platform",
    "checks",
    "delivery",
    "edge",
    "monitoring",
  ],
};

/** The platforms, with the cloud whose modules each stack is made of. */
const platforms: Readonly<Record<string, string>> = {
  account: "aws",
  aws: "aws",
  "aws-eks": "aws",
  "aws-serverless": "aws",
  "aws-websocket": "aws",
  "aws-codebuild": "aws",
  gcp: "gcp",
  azure: "azure",
  kubernetes: "kubernetes",
};

/** The folders that each folder may import, apart from itself; `/**` includes those below. A file may have a row of its own. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  "main.ts": ["stacks", "stacks/synthesis", "settings", "settings/project"],

  settings: ["settings/hcl", "settings/schema", "settings/layers", "settings/project"],
  "settings/layers": ["settings", "settings/hcl", "settings/project"],
  "settings/project": ["settings", "settings/hcl", "settings/schema", "settings/layers"],
  "settings/project/conflicts": ["settings", "settings/hcl", "settings/schema", "settings/layers", "settings/project"],
  "settings/hcl": ["settings"],
  "settings/schema": ["settings", "settings/hcl", "settings/schema/**"],
  ...Object.fromEntries(
    ["aws-shared", ...Object.keys(platforms)].map((platform) => [
      `settings/schema/${platform}`,
      ["settings", "settings/schema", "settings/schema/aws-shared"],
    ]),
  ),

  modules: [],
  ...Object.fromEntries(
    Object.entries(moduleFloors).flatMap(([cloud, floors]) => [
      [`modules/${cloud}`, ["modules"]],
      ...floors.map((folder, floor) => [
        `modules/${cloud}/${folder}`,
        ["modules", `modules/${cloud}`, ...floors.slice(0, floor).map((below) => `modules/${cloud}/${below}`)],
      ]),
    ]),
  ),

  stacks: ["settings", "settings/schema", "modules"],
  "stacks/registry.ts": [
    "settings/schema",
    "settings/project",
    ...Object.keys(platforms).map((platform) => `stacks/${platform}`),
  ],
  "stacks/synthesis": [
    "settings",
    "settings/schema",
    "settings/layers",
    "settings/project",
    "settings/project/conflicts",
    "stacks",
  ],
  "stacks/aws-shared": [
    "settings",
    "settings/schema",
    "settings/schema/aws-shared",
    "stacks",
    "modules",
    "modules/aws/**",
  ],
  ...Object.fromEntries(
    Object.entries(platforms).map(([platform, cloud]) => [
      `stacks/${platform}`,
      [
        "settings",
        "settings/schema",
        "settings/schema/aws-shared",
        `settings/schema/${platform}`,
        "stacks",
        "stacks/aws-shared",
        "modules",
        `modules/${cloud}/**`,
      ],
    ]),
  ),

  "operator/process": [],
  "operator/aws": ["operator/process"],
  "operator/aws/existing": ["operator/aws"],
  "operator/progress": ["operator/process"],
  "operator/terraform": ["operator/progress", "operator/process", "settings"],
  "operator/plan": ["operator/terraform", "operator/progress", "operator/process", "settings"],
  "operator/errors": [
    "operator/plan",
    "operator/terraform",
    "operator/progress",
    "operator/aws",
    "operator/aws/existing",
    "operator/process",
  ],
  "operator/preflight/look": [],
  "operator/preflight/needs": ["operator/preflight/look"],
  "operator/preflight/references": ["operator/preflight/look"],
  "operator/preflight/aws": [
    "operator/preflight/needs",
    "operator/preflight/references",
    "operator/preflight/look",
    "operator/aws",
  ],
  "operator/preflight/registries": [
    "operator/preflight/aws",
    "operator/preflight/references",
    "operator/preflight/look",
  ],
  "operator/preflight/google": ["operator/preflight/needs", "operator/preflight/look"],
  "operator/preflight/azure": ["operator/preflight/needs", "operator/preflight/look"],
  "operator/preflight": ["operator/preflight/**"],
  "operator/release/state": [
    "operator/release/port",
    "operator/errors",
    "operator/plan",
    "operator/terraform",
    "operator/progress",
    "operator/process",
  ],
  "operator/release/aws": [
    "operator/release/port",
    "operator/release/judge",
    "operator/aws",
    "stacks/aws",
    "stacks/aws-shared",
  ],
  "operator/drift": [
    "operator/release/**",
    "operator/preflight/aws",
    "operator/preflight/look",
    "operator/errors",
    "operator/plan",
    "operator/terraform",
    "operator/progress",
    "operator/aws",
    "operator/process",
    "settings",
    "settings/hcl",
    "settings/project",
  ],
  "operator/release/world": [
    "operator/release/**",
    "operator/errors",
    "operator/preflight/aws",
    "operator/preflight/look",
    "operator/terraform",
    "operator/progress",
    "operator/process",
    "operator/start",
    "stacks/aws",
    "stacks/aws-shared",
    "settings",
    "settings/schema",
    "settings/project",
  ],
  "operator/operations": [
    "operator/drift",
    "operator/release/**",
    "operator/preflight/**",
    "operator/errors",
    "operator/plan",
    "operator/terraform",
    "operator/progress",
    "operator/process",
    "operator/start",
    "stacks",
    "stacks/synthesis",
    "settings",
    "settings/layers",
    "settings/project",
  ],
  "operator/init/application": ["operator/process", "settings", "settings/schema"],
  "operator/init/model": ["operator/init/application", "operator/process", "settings", "settings/hcl", "modules"],
  "operator/init/files": ["operator/init/model", "operator/init/application", "settings", "settings/schema"],
  "operator/init": [
    "operator/init/**",
    "operator/process",
    "operator/start",
    "settings",
    "settings/schema",
    "settings/project",
    "stacks/synthesis",
  ],
  "operator/publish-site": [
    "operator/aws",
    "operator/process",
    "stacks",
    "settings",
    "settings/project",
    "modules/aws/edge",
  ],
  "operator/release/judge": ["settings/schema"],
  "operator/release/port": ["operator/release/judge"],
  "operator/release/log": ["operator/release/port", "operator/process"],
  "operator/release/run": ["operator/release/log", "operator/release/port", "operator/process"],
  "operator/release/phases": [
    "operator/release/run",
    "operator/release/log",
    "operator/release/port",
    "operator/release/judge",
    "operator/process",
  ],
  "operator/release/engine": [
    "operator/release/phases",
    "operator/release/run",
    "operator/release/log",
    "operator/release/port",
    "operator/release/judge",
    "operator/process",
    "settings/schema",
  ],
  "operator/local/proofs": ["operator/aws"],
  "operator/local": [
    "operator/local/proofs",
    "operator/operations",
    "operator/plan",
    "operator/terraform",
    "operator/progress",
    "operator/aws",
    "operator/process",
    "settings",
    "settings/project",
  ],
  "operator/commands": [
    "operator/drift",
    "operator/release/**",
    "operator/init",
    "operator/init/application",
    "operator/local",
    "operator/publish-site",
    "operator/operations",
    "operator/preflight",
    "operator/errors",
    "operator/plan",
    "operator/terraform",
    "operator/progress",
    "operator/process",
    "stacks",
    "stacks/synthesis",
    "settings",
    "settings/project",
  ],
  operator: ["operator/commands", "operator/local", "operator/operations", "operator/process", "operator/start"],
  "operator/start": [],

  ...Object.fromEntries(readdirSync(join(__dirname, "../functions")).map((name) => [`functions/${name}`, []])),
};

const ofACloud = "a cloud's bindings belong to its own modules and stacks";

/** npm packages that only some folders may use. The kubernetes stack finds its cluster in any cloud. */
export const packages: readonly { readonly name: RegExp; readonly users: RegExp; readonly because: string }[] = [
  {
    name: /^(cdktf|constructs)(\/|$)/,
    users: /^(stacks|modules|operator\/start)\//,
    because: "only stacks and modules build constructs",
  },
  {
    name: /^@cdktf\/provider-aws\//,
    users: /^(modules\/aws|stacks\/(account|aws[\w-]*|kubernetes))\//,
    because: ofACloud,
  },
  { name: /^@cdktf\/provider-google\//, users: /^(modules\/gcp|stacks\/(gcp|kubernetes))\//, because: ofACloud },
  { name: /^@cdktf\/provider-azurerm\//, users: /^(modules\/azure|stacks\/(azure|kubernetes))\//, because: ofACloud },
  { name: /^@cdktf\/provider-(kubernetes|helm)\//, users: /^(modules|stacks)\/kubernetes\//, because: ofACloud },
  { name: /^@aws-sdk\//, users: /^(operator|functions)\//, because: "settings, stacks and modules call no cloud" },
  {
    name: /^(@azure\/|google-auth-library)/,
    users: /^operator\/preflight\/(azure|google)\//,
    because: "only a preflight calls these clouds; Terraform does the rest",
  },
];

/** The most files that a folder may hold: as many as a reader takes in at a glance. */
export const mostFiles = 30;

/** Folders that may hold more, each with the reason. */
export const largeFolders: Readonly<Record<string, string>> = {
  "docs/decisions": "one decision a file, found through the index by subject",
};
