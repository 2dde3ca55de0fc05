import * as z from "zod";
import { cidr } from "../common";

const existingNetwork = z.strictObject({
  vpc_id: z.string().startsWith("vpc-").describe("The VPC."),
  public_subnet_ids: z
    .array(z.string().startsWith("subnet-"))
    .min(2)
    .describe("For the load balancer, in two zones or more."),
  private_subnet_ids: z.array(z.string().startsWith("subnet-")).min(2).describe("For the application, with a way out."),
  database_subnet_ids: z.array(z.string().startsWith("subnet-")).min(2).describe("For database and cache."),
});

const subnets = z
  .strictObject({
    public: z.array(cidr).min(2).max(3).describe("For load balancers; /27 or larger."),
    private: z.array(cidr).min(2).max(3).describe("For what runs."),
    database: z.array(cidr).min(2).max(3).describe("For what stores."),
  })
  .describe("One range per zone and tier, in the order of `zones`. Default: computed from `cidr`.");

/** A VPC that is made here, or one that exists. */
export const awsNetwork = z.strictObject({
  cidr: cidr.describe("Address range of the VPC; no two stacks of an environment may overlap."),
  zones: z
    .array(z.string().regex(/^[a-z]{2}-[a-z]+-\d[a-z]$/, { error: "a zone such as us-east-1a" }))
    .min(2)
    .describe("Zones to choose from, in order; they come from regions/<region>.tfvars."),
  zone_count: z
    .union([z.literal(2), z.literal(3)])
    .default(3)
    .describe("How many of `zones` are used."),
  nat_gateways: z
    .enum(["none", "one", "per_zone"])
    .default("per_zone")
    .describe("The way out of private subnets. One is cheaper; one per zone survives the loss of a zone."),
  interface_endpoints: z
    .array(z.enum(["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm", "kms"]))
    .default([])
    .describe("AWS services that are reached inside the VPC, at a price per hour and zone."),
  subnets: subnets.optional(),
  vpn_gateway: z
    .boolean()
    .default(false)
    .describe("A VPN gateway whose routes the private subnets learn (document 003)."),
  existing: existingNetwork.optional().describe("Use this VPC instead of making one; `cidr` is its range."),
});
