import { workflowsOf } from "../../operator/workflows/workflows";
import { environment, smallProjects } from "../operator/workflows/small-project";
import type { Answer } from "./executor/tools";
import { image } from "./shipped-happened";

/** Both kinds of releases: an image on ECS, and functions. */
const platforms = `
application = { image = "ghcr.io/acme/shop:1.0.0", cpu = 1, memory_mib = 2048 }
aws = {
  load_balancer = { certificate_arn = "arn:aws:acm:us-east-1:111111111111:certificate/c" }
  network       = { cidr = "10.0.0.0/16" }
  service       = { blue_green = true }
}
aws_serverless = {}
`;

/** Files of a system `shop`, whose releases in an environment require what is given for it. */
export const requiring = (required: Readonly<Record<string, readonly string[]>>) => ({
  "systems/shop/base.tfvars": 'pipeline = "candidates"',
  ...Object.fromEntries(
    ["test", "staging", "prod"].flatMap((name) => [
      [`environments/${name}.tfvars`, environment("111111111111")],
      [
        `systems/shop/${name}.tfvars`,
        `${platforms}\nrelease = { require = ${JSON.stringify(required[name] ?? [])} }\n`,
      ],
    ]),
  ),
});

/** The workflows of that system, by the names of their files. */
export function requiringWorkflows(required: Parameters<typeof requiring>[0]): Readonly<Record<string, string>> {
  return Object.fromEntries(workflowsOf(smallProjects()(requiring(required)), "project"));
}

/** What its promotions are given: the image of the environment before, and the scan of the checks. */
export const handedOver: readonly Answer[] = [
  { tool: "npm", when: "promote shop-aws-\\w+ .*--out (\\S+)", files: { $1: "{}" }, outputs: { image } },
  { tool: "gh", when: "run download .* --name scans-.* --dir (\\S+)", files: { "$1/scans/scans.json": "{}" } },
];
