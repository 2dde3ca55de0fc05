import * as z from "zod";
import { cidr, networkCidr, uniqueList } from "../common";

/** AWS services that a VPC can reach through an endpoint of its own. */
const interfaceEndpoints = [
  "autoscaling",
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "elasticloadbalancing",
  "kms",
  "logs",
  "monitoring",
  "secretsmanager",
  "sqs",
  "ssm",
  "sts",
  "xray",
] as const;

export type InterfaceEndpoint = (typeof interfaceEndpoints)[number];

const subnetIds = uniqueList(z.string().regex(/^subnet-[0-9a-f]{8,17}$/, { error: "the id of a subnet" })).min(2);

const existingNetwork = z.strictObject({
  vpc_id: z
    .string()
    .regex(/^vpc-[0-9a-f]{8,17}$/, { error: "the id of a VPC" })
    .describe("Id of the existing VPC."),
  public_subnet_ids: subnetIds.describe("Ids of the subnets for the load balancer, in two zones or more."),
  private_subnet_ids: subnetIds.describe("Ids of the subnets for the application, which have a route to the internet."),
  database_subnet_ids: subnetIds.describe("Ids of the subnets for database and cache."),
});

const subnetRanges = uniqueList(cidr).min(2).max(3);

const subnets = z
  .strictObject({
    public: subnetRanges.describe("Address ranges of the subnets for load balancers; /27 or larger."),
    private: subnetRanges.describe("Address ranges of the subnets for containers, nodes and functions."),
    database: subnetRanges.describe("Address ranges of the subnets for database and cache."),
  })
  .describe(
    "Address ranges of the subnets, one per zone in the order of `zones`. Default: computed from `cidr`. Cannot be changed after the first deploy.",
  );

/** A VPC that the stack makes, or one that exists. */
export const awsNetwork = z
  .strictObject({
    cidr: networkCidr.describe(
      "Address range of the VPC; no two stacks of an environment may overlap. Cannot be changed after the first deploy.",
    ),
    zones: uniqueList(z.string().regex(/^[a-z]{2}-[a-z]+-\d[a-z]$/, { error: "a zone such as us-east-1a" }))
      .min(2)
      .optional()
      .describe(
        "Availability zones in order of preference. Default: three of the region. The order of those in use cannot be changed after the first deploy.",
      ),
    zone_count: z
      .union([z.literal(2), z.literal(3)])
      .default(3)
      .describe("Number of `zones` in use. It can be raised after the first deploy, not lowered."),
    nat_gateways: z
      .enum(["none", "one", "per_zone"])
      .default("per_zone")
      .describe("NAT gateways of the private subnets. One costs less; one per zone keeps working when a zone fails."),
    interface_endpoints: uniqueList(z.enum(interfaceEndpoints))
      .default([])
      .describe("AWS services with an endpoint inside the VPC, at a price per hour and zone."),
    subnets: subnets.optional(),
    vpn_gateway: z
      .boolean()
      .default(false)
      .describe("Whether the VPC has a VPN gateway that adds its routes to the private subnets (document 003)."),
    existing: existingNetwork
      .optional()
      .describe(
        "Existing VPC to use, with `cidr` as its range. Default: the stack makes a VPC. Cannot be changed after the first deploy.",
      ),
  })
  .describe("VPC of the stack: a new one, or an existing one.");
