import { EC2Client } from "@aws-sdk/client-ec2";
import { EFSClient } from "@aws-sdk/client-efs";
import { lookUp } from "../../../operator/errors/look-up";
import type { PlanJson } from "../../../operator/plan/plan-json";

const address = "aws_efs_mount_target.m";
const planned = { file_system_id: "fs-1", subnet_id: "subnet-1" };
let called: { region: unknown; profile: unknown } | undefined;

afterEach(() => jest.restoreAllMocks());

test("a resource whose id the service makes is looked up with the provider that it has in the plan", async () => {
  answers({ MountTargets: [{ MountTargetId: "fsmt-1", SubnetId: "subnet-1" }] });
  expect(await lookUp("shop", [address], planOf("aws_efs_mount_target", planned))).toEqual([
    { address, importId: "fsmt-1" },
  ]);
  expect(called).toEqual({ region: "eu-west-1", profile: "backup" });
});

test("one that the service does not have is named, with what it was looked for by", async () => {
  answers({ MountTargets: [] });
  const [orphan] = await lookUp("shop", [address], planOf("aws_efs_mount_target", planned));
  expect(orphan).toEqual({
    address,
    hint: expect.stringMatching(/by its file_system_id and subnet_id, and not found/),
  });
});

test("one that the service may not be asked for is named, with what the service said", async () => {
  jest.spyOn(EFSClient.prototype, "send").mockImplementation(async () => {
    throw new Error("not authorized to perform elasticfilesystem:DescribeMountTargets");
  });
  const [orphan] = await lookUp("shop", [address], planOf("aws_efs_mount_target", planned));
  expect(orphan?.importId).toBeUndefined();
  expect(orphan?.hint).toContain("not authorized to perform elasticfilesystem:DescribeMountTargets");
});

test("one that has the tag of another stack is not adopted", async () => {
  const group = { GroupId: "sg-1", Tags: [{ Key: "Stack", Value: "other" }] };
  jest.spyOn(EC2Client.prototype, "send").mockImplementation(async () => ({ SecurityGroups: [group] }));
  const plan = planOf("aws_security_group", { name: "shop-api", vpc_id: "vpc-1" });
  expect(await lookUp("shop", [address], plan)).toEqual([
    { address, hint: "sg-1 belongs to another stack (tag Stack=other)" },
  ]);
});

test("what cannot be adopted is named with what to do", async () => {
  const [orphan] = await lookUp("shop", [address], planOf("aws_internet_gateway", { vpc_id: "vpc-1" }));
  expect(orphan?.hint).toContain("aws ec2 describe-internet-gateways");
});

function answers(body: object): void {
  jest.spyOn(EFSClient.prototype, "send").mockImplementation(async function (this: EFSClient) {
    const { region, profile } = this.config as unknown as { region: () => Promise<string>; profile?: string };
    called = { region: await region(), profile };
    return body;
  });
}

/** A plan that makes a resource with a provider for another region than the stack's own. */
function planOf(type: string, after: object): PlanJson {
  const provider = (region: string, profile: string) => ({
    expressions: { region: { constant_value: region }, profile: { constant_value: profile } },
  });
  return {
    resource_changes: [{ address, type, change: { before: null, after } }],
    configuration: {
      root_module: { resources: [{ address, provider_config_key: "aws.eu_west_1" }] },
      provider_config: { aws: provider("us-east-1", "main"), "aws.eu_west_1": provider("eu-west-1", "backup") },
    },
  };
}
