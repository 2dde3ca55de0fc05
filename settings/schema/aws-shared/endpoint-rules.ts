import type * as z from "zod";
import type { Finding } from "../../rule";
import { workloads } from "../rules";
import type { ApplicationSettings } from "../shared";
import type { awsNetwork, InterfaceEndpoint } from "./network";

type Network = z.infer<typeof awsNetwork>;

/** What a platform reaches over the network, with the reason. */
export type NeededEndpoints = Partial<Record<InterfaceEndpoint, string>>;

/** Without NAT only endpoints lead out of the private subnets: those that a platform needs must be there. */
export function* endpointFindings(
  { nat_gateways, existing, interface_endpoints }: Network,
  needed: NeededEndpoints,
): Iterable<Finding> {
  if (nat_gateways !== "none" || existing) return;
  const missing = Object.entries(needed).filter(([name]) => !interface_endpoints.includes(name as InterfaceEndpoint));
  if (missing.length > 0) {
    yield {
      path: "network.nat_gateways",
      problem: `without NAT nothing leads to ${missing.map(([, why]) => why).join(", ")}`,
      expected: `a NAT gateway, or interface_endpoints with ${missing.map(([name]) => name).join(", ")}`,
      found: "none",
    };
  }
}

/** Images, which come from ECR alone where no NAT leads to another registry. */
export function* imageFindings(
  { nat_gateways, existing }: Network,
  settings: Pick<ApplicationSettings, "application">,
  more: Readonly<Record<string, string | undefined>> = {},
): Iterable<Finding> {
  if (nat_gateways !== "none" || existing) return;
  const images = workloads(settings).map(([path, { image }]) => [`${path}.image`, image] as const);
  for (const [path, image] of [...images, ...Object.entries(more)]) {
    if (!image || /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\//.test(image)) continue;
    yield {
      path,
      problem: "no way to this registry without NAT",
      expected: "an image in ECR, or a NAT gateway",
      found: image,
    };
  }
}

/** What every private subnet with containers needs: images and logs. */
export const containerEndpoints: NeededEndpoints = {
  "ecr.api": "the registry (sign-in)",
  "ecr.dkr": "the registry (images)",
  logs: "CloudWatch Logs",
};
