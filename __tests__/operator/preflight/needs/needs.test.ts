import { needsOf } from "../../../../operator/preflight/aws/quotas";
import { StackView } from "../../../../operator/preflight/look/stack-view";
import { awsNeeds } from "../../../../operator/preflight/needs/aws-needs";
import { instanceQuota, vcpuOf } from "../../../../operator/preflight/needs/instance-types";
import { quotas, totals } from "../../../../operator/preflight/needs/quota";
import { allTexts } from "../../../stacks/synthesized";
import { awsStack, region } from "../stacks";

describe("the account of the examples' prod, which five systems share", () => {
  let all: StackView[];
  beforeAll(async () => {
    all = [...(await allTexts())]
      .map(([id, text]) => new StackView(id, text))
      .filter(({ aws }) => aws?.account === "444444444444");
  });

  const need = (code: string, where = region) => needsOf({ all }, where).find(({ quota }) => quota.code === code);

  test("its stacks ask for seven Elastic IP addresses together, more than the five that an account has", () => {
    expect(need(quotas.addresses.code)).toMatchObject({
      start: 7,
      parts: expect.arrayContaining([
        { stack: "aws-prod", start: 3 },
        { stack: "aws-eks-prod", start: 3 },
        { stack: "aws-codebuild-prod", start: 1 },
      ]),
    });
  });

  test("three of them have a VPC", () => {
    expect(need(quotas.vpcs.code)?.start).toBe(3);
  });

  test("Fargate starts with 5 vCPU: two tasks of 2, two workers of a half", () => {
    // At the most: 10 tasks of 2 vCPU, blue and green, 10 workers of a half, each twice in a rolling update.
    expect(need(quotas.fargate.code)).toMatchObject({ start: 5, most: 90 });
  });

  test("functions reserve 400 executions, and 100 stay unreserved", () => {
    expect(need(quotas.functions.code)).toMatchObject({
      start: 500,
      parts: expect.arrayContaining([
        { stack: "aws-serverless-prod", start: 250 },
        { stack: "aws-websocket-prod", start: 150 },
        { stack: "unreserved", start: 100 },
      ]),
    });
  });

  test("a project runs 20 builds at the same time", () => {
    expect(need("L-9D07B6EF")?.start).toBe(20);
  });

  test("the passive region has quotas of its own", () => {
    expect(
      need(quotas.addresses.code, "eu-west-1")
        ?.parts.map(({ stack }) => stack)
        .sort(),
    ).toEqual(["aws-codebuild-prod-dr", "aws-eks-prod-dr", "aws-prod-dr"]);
  });
});

test("every kind of node group is counted in the quota of its family, with the first instance type", () => {
  const group = (type: string, capacity: string, desired: number, max: number) => ({
    instance_types: [type, "m5.24xlarge"],
    capacity_type: capacity,
    scaling_config: { desired_size: desired, max_size: max, min_size: 0 },
  });
  const stack = awsStack("aws-eks-x", {
    aws_eks_node_group: {
      web: group("t3.medium", "ON_DEMAND", 6, 20),
      api: group("c5.large", "SPOT", 10, 50),
      ai: group("g4dn.xlarge", "ON_DEMAND", 0, 15),
    },
  });
  const amounts = awsNeeds(stack, region).map(({ quota, start, most }) => [quota.name, start, most]);
  expect(amounts).toEqual([
    ["vCPU of On-Demand standard instances", 12, 40],
    ["vCPU of Spot standard instances", 20, 100],
    ["vCPU of On-Demand G and VT instances", 0, 60],
  ]);
});

test("a service on Fargate Spot is counted in both quotas, by the weights of its strategy", () => {
  const stack = awsStack("aws-x", {
    aws_ecs_task_definition: { task: { cpu: "1024" } },
    aws_ecs_service: {
      api: {
        task_definition: "${aws_ecs_task_definition.task.arn}",
        desired_count: 4,
        deployment_maximum_percent: 150,
        capacity_provider_strategy: [
          { capacity_provider: "FARGATE", weight: 1 },
          { capacity_provider: "FARGATE_SPOT", weight: 3 },
        ],
      },
    },
  });
  expect(awsNeeds(stack, region).map(({ quota, start, most }) => [quota.code, start, most])).toEqual([
    [quotas.fargate.code, 1, 2],
    [quotas.fargateSpot.code, 3, 5],
  ]);
});

test("a resource of another region counts there", () => {
  const stack = awsStack("aws-x", { aws_eip: { here: {}, there: { provider: "aws.west" } } });
  expect(awsNeeds(stack, region)).toMatchObject([{ start: 1 }]);
  expect(awsNeeds(stack, "eu-west-1")).toMatchObject([{ start: 1 }]);
});

test("warm instances of a function without a reservation come from what is not reserved", () => {
  const provisioned = (name: string) => ({
    function_name: `\${aws_lambda_function.${name}.function_name}`,
    provisioned_concurrent_executions: 5,
  });
  const stack = awsStack("aws-x", {
    aws_lambda_function: {
      a: { reserved_concurrent_executions: 20 },
      b: {},
      c: { reserved_concurrent_executions: -1 },
    },
    aws_lambda_provisioned_concurrency_config: { a: provisioned("a"), b: provisioned("b") },
  });
  expect(awsNeeds(stack, region)).toMatchObject([{ quota: quotas.functions, start: 25 }]);
});

test("builds of several projects may wait for each other: only the largest limit must fit", () => {
  const project = (concurrent_build_limit: number) => ({
    concurrent_build_limit,
    environment: { type: "LINUX_CONTAINER", compute_type: "BUILD_GENERAL1_SMALL" },
  });
  const stack = awsStack("aws-x", { aws_codebuild_project: { a: project(20), b: project(5) } });
  expect(totals(awsNeeds(stack, region))).toMatchObject([{ start: 20, most: 25 }]);
});

test.each([
  ["t3.medium", 2],
  ["t2.small", 1],
  ["m6g.medium", 1],
  ["c5.large", 2],
  ["g4dn.xlarge", 4],
  ["c7a.48xlarge", 192],
  ["m5.metal", undefined],
])("%s has %s vCPU", (type, vcpu) => {
  expect(vcpuOf(type)).toBe(vcpu);
});

test.each([
  ["t3.medium", "ON_DEMAND", quotas.standard],
  ["is4gen.large", "SPOT", quotas.standardSpot],
  ["g6.xlarge", "SPOT", quotas.gpuSpot],
  ["p5.48xlarge", "ON_DEMAND", quotas.training],
  ["inf2.xlarge", "ON_DEMAND", undefined],
] as const)("%s, %s, is counted by the right quota", (type, capacity, quota) => {
  expect(instanceQuota(type, capacity)).toBe(quota);
});
