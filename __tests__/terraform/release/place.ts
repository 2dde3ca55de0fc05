import { writeFileSync } from "node:fs";
import { ACMClient, RequestCertificateCommand } from "@aws-sdk/client-acm";
import {
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import type { ClientConfig } from "../support/emulator/client-config";
import type { ProjectCopy } from "../support/project-copy";
import type { Place } from "./stack-files";

/**
 * Where a stack is deployed: a network of the account, and a certificate.
 * @param own addresses of a network that is made for it; the account's default network, if not given
 */
export async function makePlace(config: ClientConfig, own?: string): Promise<Place> {
  const ec2 = new EC2Client(config);
  const network = own === undefined ? await defaultNetwork(ec2) : await newNetwork(ec2, own);
  const asked = new RequestCertificateCommand({ DomainName: "shop.example", ValidationMethod: "DNS" });
  const { CertificateArn: certificate = "" } = await new ACMClient(config).send(asked);
  return { ...network, certificate };
}

type Network = Pick<Place, "vpc" | "cidr" | "subnets">;

async function defaultNetwork(ec2: EC2Client): Promise<Network> {
  const filter = (Name: string, value: string) => ({ Filters: [{ Name, Values: [value] }] });
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand(filter("is-default", "true")));
  const [{ VpcId: vpc = "", CidrBlock: cidr = "" } = {}] = Vpcs;
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand(filter("vpc-id", vpc)));
  return { vpc, cidr, subnets: Subnets.flatMap(({ SubnetId }) => SubnetId ?? []).slice(0, 2) };
}

/** @param cidr such as `10.1.0.0/16` */
async function newNetwork(ec2: EC2Client, cidr: string): Promise<Network> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: cidr }));
  const vpc = Vpc?.VpcId ?? "";
  const subnets: string[] = [];
  for (const [at, zone] of ["a", "b"].entries()) {
    const CidrBlock = cidr.replace(/\.0\.0\/16$/, `.${at}.0/24`);
    const made = new CreateSubnetCommand({ VpcId: vpc, CidrBlock, AvailabilityZone: `us-east-1${zone}` });
    subnets.push((await ec2.send(made)).Subnet?.SubnetId ?? "");
  }
  return { vpc, cidr, subnets };
}

/** With this variable an apply starts a provider of its own, which dies with it. */
export const ownProvider = "OWN_PROVIDER";

/** A Terraform that gives up at once where a state is locked: it would wait in the time of this machine. @returns its program */
export function impatientTerraform(copy: ProjectCopy): string {
  const file = copy.path("impatient-terraform");
  const script = `#!/bin/sh
[ "$${ownProvider}" ] && [ "$1" = apply ] && unset TF_REATTACH_PROVIDERS
for arg do
  shift
  case "$arg" in -lock-timeout=*) arg=-lock-timeout=0s ;; esac
  set -- "$@" "$arg"
done
exec terraform "$@"
`;
  writeFileSync(file, script, { mode: 0o755 });
  return file;
}
