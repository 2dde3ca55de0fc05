import { StackView } from "../../../../operator/preflight/look/stack-view";
import {
  boundariesOf,
  bucketsOf,
  certificatesOf,
  costTagsOf,
  modelsOf,
  rolesOf,
  zonesOf,
} from "../../../../operator/preflight/references/aws-names";
import { imagesOf } from "../../../../operator/preflight/references/images";
import { secretsOf } from "../../../../operator/preflight/references/secrets";
import { allTexts } from "../../../stacks/synthesized";
import { awsStack } from "../stacks";

let views: StackView[];
beforeAll(async () => {
  views = [...(await allTexts())].map(([id, text]) => new StackView(id, text));
});
const view = (id: string) => views.find((it) => it.id === id) as StackView;

test("every stack of the examples that runs containers names its images, on each platform", () => {
  const images = (id: string) => imagesOf(view(id), views).map(({ image }) => image);
  const application = "ghcr.io/example/test-execution-system:1.0.0";
  for (const id of ["aws-prod", "gcp-prod", "azure-prod", "kubernetes-prod"]) expect(images(id)).toContain(application);
  expect(images("ai-prism-kubernetes-dev")).toContain("ghcr.io/example/ai-prism/api:v2.1.0");
  expect(images("aws-codebuild-prod")).toEqual([]);
});

test("the value of a variable wins over its default, as in the deploy", () => {
  const released = new StackView("aws-prod", view("aws-prod").text, { image: "ghcr.io/example/app:9" });
  expect(imagesOf(released, views).map(({ image }) => image)).toContain("ghcr.io/example/app:9");
});

test("an image in a registry that a stack makes is known as such, on each cloud", () => {
  const stack = (image: string, resource: object) =>
    awsStack("x", { ...resource, aws_lambda_function: { f: { image_uri: image } } } as Parameters<typeof awsStack>[1]);
  const madeBy = (image: string, resource: object) => {
    const made = stack(image, resource);
    return imagesOf(made, [made])[0]?.madeBy;
  };
  expect(
    madeBy("1.dkr.ecr.us-east-1.amazonaws.com/shop/api:1", { aws_ecr_repository: { r: { name: "shop/api" } } }),
  ).toBe("x");
  expect(
    madeBy("us-east1-docker.pkg.dev/p/shop/api:1", {
      google_artifact_registry_repository: { r: { repository_id: "shop" } },
    }),
  ).toBe("x");
  expect(madeBy("shopdev.azurecr.io/api:1", { azurerm_container_registry: { r: { name: "shopdev" } } })).toBe("x");
  expect(madeBy("other.azurecr.io/api:1", { azurerm_container_registry: { r: { name: "shopdev" } } })).toBeUndefined();
});

test("the roles that no stack makes are the administrator's and the service-linked one; a cluster's stack makes its workloads'", () => {
  const roles = rolesOf(view("aws-eks-prod"), views);
  const names = roles.filter(({ madeBy }) => !madeBy).map(({ name }) => name);
  expect(names.sort()).toEqual(["AWSServiceRoleForAutoScaling", "ai-prism-admin-role"]);
  expect(roles.find(({ name }) => name === "multicloud-prod-infrastructure")?.madeBy).toBe("account-prod");
  const workload = rolesOf(view("ai-prism-kubernetes-prod"), views);
  expect(workload.length).toBeGreaterThan(3);
  expect(workload.filter(({ madeBy }) => madeBy !== "aws-eks-prod")).toEqual([]);
});

test("a zone has the names that its records give it, without those that only the deploy knows", () => {
  expect(zonesOf(view("aws-serverless-prod"))).toEqual([
    { zone: "Z0000000000000000PROD", names: ["ai-test-automation.example.com", "api.ai-test-automation.example.com"] },
  ]);
});

test("secrets are found where containers, builds, charts and functions read them", () => {
  const ids = (id: string) => secretsOf(view(id), views).map(({ id, property = "" }) => `${id}#${property}`);
  expect(ids("ai-prism-kubernetes-prod")).toContain("ai-prism/prod/api-keys#openai");
  expect(ids("aws-codebuild-prod").sort()).toEqual([
    "/kiro-worker/prod/git-credentials#",
    "/kiro-worker/prod/github-token#",
  ]);
  // The database's password is AWS's own, and the cache's parameters are the cluster's.
  expect(ids("aws-prod")).toEqual([]);
  expect(ids("ai-prism-kubernetes-prod").filter((id) => id.startsWith("/"))).toEqual([]);
});

test("a pattern or a beginning of names is no name", () => {
  const policy = (resource: string) =>
    awsStack("x", { aws_iam_role_policy: { p: { policy: JSON.stringify({ resource }) } } });
  expect(rolesOf(policy("arn:aws:iam::1:role/x"), [])).toEqual([]);
  expect(rolesOf(policy("arn:aws:iam::111111111111:role/shop-*"), [])).toEqual([]);
  expect(rolesOf(policy("arn:aws:iam::111111111111:role/shop-${aws_x.y.z}"), [])).toEqual([]);
  expect(secretsOf(policy("arn:aws:secretsmanager:us-east-1:111111111111:secret:shop/*"), [])).toEqual([]);
  expect(bucketsOf(policy("arn:aws:s3:::shop-"), [])).toEqual([]);
  expect(bucketsOf(policy("arn:aws:s3:::shop-copies"), [])).toEqual(["shop-copies"]);
});

test("a load balancer's certificate must hold the names that lead to it", () => {
  const arn = "arn:aws:acm:us-east-1:111111111111:certificate/c";
  const stack = awsStack("x", {
    aws_lb: { l: {} },
    aws_lb_listener: { https: { certificate_arn: arn } },
    aws_route53_record: {
      a: { zone_id: "Z1", name: "shop.example.com", alias: { name: "${aws_lb.l.dns_name}" } },
      b: { zone_id: "Z1", name: "other.example.com", alias: { name: "${aws_cloudfront_distribution.d.domain_name}" } },
    },
  });
  expect(certificatesOf(stack)).toEqual([{ arn, domains: ["shop.example.com"] }]);
});

test("models and tags are read from policies and budgets", () => {
  const arn = (rest: string) => `arn:aws:bedrock:${rest}`;
  const stack = awsStack("x", {
    aws_iam_role_policy: {
      p: {
        policy: JSON.stringify([
          arn("us-east-1::foundation-model/a.b-v1:0"),
          arn("*::foundation-model/c"),
          arn("us-east-1:111111111111:inference-profile/us.a.b-v1:0"),
        ]),
      },
    },
    aws_budgets_budget: {
      b: {
        cost_filter: [
          { name: "TagKeyValue", values: ["user:Stack$x", "user:System$y"] },
          { name: "Service", values: ["EC2"] },
        ],
      },
    },
  });
  expect(modelsOf(stack)).toEqual([
    { id: "a.b-v1:0", kind: "foundation-model", region: "us-east-1" },
    { id: "us.a.b-v1:0", kind: "inference-profile", region: "us-east-1" },
  ]);
  expect(costTagsOf(stack)).toEqual(["Stack", "System"]);
});

test("the boundary of a stack's roles is made by the account's stack of the same environment", () => {
  for (const environment of ["prod", "prod-dr"]) {
    expect(boundariesOf(view(`aws-${environment}`), views)).toEqual([
      { arn: `arn:aws:iam::444444444444:policy/multicloud-${environment}-boundary`, madeBy: `account-${environment}` },
    ]);
  }
  expect(boundariesOf(view("aws-local"), views)).toEqual([]);
});
