import { platformNamespaces } from "../../../../modules/kubernetes/platform/platform-service";
import { type Platform, settingsSchema } from "../../../../settings/schema";
import { refusedName } from "../../../../settings/schema/naming/refused-names";
import { examples } from "../../../stacks/synthesized";

const platforms = Object.keys(settingsSchema.platforms) as Platform[];
const onAws: Platform[] = ["aws", "aws-eks", "aws-serverless", "aws-websocket", "aws-codebuild"];

type Case = [platform: Platform, name: string, environment: string, service: string, path?: string];

const refused: Case[] = [
  ...onAws.flatMap((platform): Case[] => [
    [platform, "aws-shop", "prod", "Parameter Store"],
    [platform, "awsome", "prod", "Parameter Store"],
    [platform, "ssm", "prod", "Parameter Store"],
    [platform, "sthree", "prod", "S3"],
    [platform, "amzn-s3-demo", "prod", "S3"],
  ]),
  ["aws", "internal", "prod", "Elastic Load Balancing"],
  ["aws-eks", "internal-tools", "prod", "Elastic Load Balancing"],
  ["aws-serverless", "lawsuits", "prod", "Cognito"],
  ["aws-serverless", "shop", "aws-prod", "Cognito", "environment"],
  ["aws-serverless", "my-cognito", "prod", "Cognito"],
  ["aws-serverless", "shop", "amazon", "Cognito", "environment"],
  ["gcp", "goog", "prod", "Google Cloud"],
  ["gcp", "my-google-shop", "prod", "Cloud Storage"],
  ["gcp", "my-g00gle", "prod", "Cloud Storage"],
  ["gcp", "shop", "google", "Cloud Storage", "environment"],
  ["azure", "microsoft-shop", "prod", "Azure"],
  ["azure", "shop-windows", "prod", "Azure"],
  ["azure", "micro", "soft", "Azure"],
  ["azure", "shop", "xbox", "Azure", "environment"],
  ["azure", "login-page", "prod", "Azure"],
  ["azure", "azure", "prod", "Azure"],
  ["kubernetes", "kube", "prod", "Kubernetes"],
  ["kubernetes", "kube-shop", "prod", "Kubernetes"],
  ["aws-eks", "istio", "system", "Kubernetes"],
];

describe("a name that a service refuses", () => {
  test.each(refused)("%s: %s in %s", (platform, name, environment, service, path = "name") => {
    expect(refusedName(platform, name, environment)).toContainEqual(
      expect.objectContaining({
        path,
        problem: `a name that ${service} refuses`,
        found: path === "name" ? name : environment,
      }),
    );
  });

  test.each<[Platform, string, string]>([
    ["aws", "my-aws-shop", "prod"],
    ["aws", "internals", "prod"],
    ["aws-websocket", "internal-tools", "prod"],
    ["gcp", "aws-shop", "prod"],
    ["gcp", "goggles", "prod"],
    ["azure", "my-login", "prod"],
    ["azure", "azure-shop", "prod"],
    ["kubernetes", "kubeshop", "prod"],
    ["kubernetes", "istio", "prod"],
    ["aws-serverless", "shop", "prod"],
    ["account", "aws-shop", "prod"],
  ])("is not %s: %s in %s", (platform, name, environment) => {
    expect(refusedName(platform, name, environment)).toEqual([]);
  });

  test.each(platforms.filter((platform) => platform !== "account"))(
    "is a mistake in the settings of %s",
    (platform) => {
      const [, name = "", environment = ""] = refused.find(([of]) => of === platform) ?? [];
      const { rules } = settingsSchema.platforms[platform];
      const found = (settings: object) =>
        rules.filter(({ reads }) => reads[0] === "name").flatMap((rule) => rule.check(settings));
      expect(found({ name, environment }).length).toBeGreaterThan(0);
      // Without a name of its own, the system's counts; with one, only that.
      expect(found({ system: name, environment }).length).toBeGreaterThan(0);
      expect(found({ name: "shop", system: name, environment: "prod" })).toEqual([]);
    },
  );

  test("is the namespace of a service that a cluster may have", () => {
    const divisible = Object.keys(platformNamespaces).filter((namespace) => namespace.includes("-"));
    expect(divisible.length).toBeGreaterThan(4);
    for (const namespace of divisible) {
      const [name = "", ...rest] = namespace.split("-");
      expect(refusedName("kubernetes", name, rest.join("-"))).not.toEqual([]);
    }
  });

  test("is none of the shipped stacks' names, or no stack would be built", () => {
    for (const { platform, environment } of examples.stacks) {
      for (const name of ["test-execution", "ai-prism", "ai-test-automation", "agentic-service-bot", "kiro-worker"]) {
        expect(refusedName(platform, name, environment)).toEqual([]);
      }
    }
  });
});

describe("a name of Service Bus", () => {
  const rule = settingsSchema.platforms.azure.rules.find(({ reads }) => reads.includes("suffix"));
  const check = (suffix: string, components: object) =>
    rule?.check({ suffix, application: { components } }).map(({ path }) => path);

  test("ends with neither sb nor mgmt", () => {
    expect(check("sb", {})).toEqual(["suffix"]);
    expect(check("x1", { sb: { queue: {} }, "to-mgmt": { queue: {} } })).toEqual([
      "application.components.sb",
      "application.components.to-mgmt",
    ]);
    expect(check("x1", { sb: {}, usb: { queue: {} }, mgmts: { queue: {} } })).toEqual([]);
  });
});
