import { site } from "../../../settings/schema/aws-shared/site";
import { addAwsContext } from "../../../stacks/aws-shared/context";
import { useAwsProvider } from "../../../stacks/aws-shared/provider";
import { addSite } from "../../../stacks/aws-shared/site";
import { addOutputs } from "../../../stacks/outputs";
import { synthesized } from "../../synthesized";
import { resources, type StackJson } from "../synthesized";

interface Changed {
  readonly region?: string;
  readonly protected?: boolean;
  readonly site?: object;
}

/** A stack that has a website and nothing else. */
function build({ site: ofSite = {}, ...changed }: Changed = {}): StackJson {
  const settings = {
    name: "agentic-service-bot",
    system: "agentic-service-bot",
    environment: "test",
    account_id: "111111111111",
    region: "us-east-1",
    protected: false,
    log_days: 30 as const,
    data_class: "synthetic" as const,
    tags: {},
    aws_provider: { use_path_style: false },
    site: site.parse(ofSite),
    ...changed,
  };
  return synthesized((scope) => {
    const stack = scope as unknown as Parameters<typeof addSite>[0];
    useAwsProvider(stack, settings, { system: settings.system });
    const context = addAwsContext(stack, "aws-websocket", settings);
    addOutputs(stack, addSite(stack, settings, context).outputs);
  }).json;
}

const one = (stack: StackJson, type: string) => resources(stack, type).map(({ body }) => body)[0];

describe("addSite", () => {
  test("publish-site finds the site by the stack's outputs", () => {
    expect(Object.keys(build().output ?? {}).sort()).toEqual(["site_bucket", "site_distribution_id", "site_url"]);
  });

  test("in us-east-1 everything is under the stack's provider and key", () => {
    const stack = build();
    expect(stack.provider["aws"]).toHaveLength(1);
    expect(resources(stack, "aws_kms_key")).toHaveLength(1);
    expect(one(stack, "aws_cloudwatch_log_group")?.["kms_key_id"]).toContain("aws_kms_key.key_");
  });

  test("elsewhere the firewall with its log and key, and CloudFront's log, are in us-east-1; buckets and all else are not", () => {
    const stack = build({ region: "eu-west-1", site: { web_firewall: { allow_cidrs: ["10.0.0.0/8"] } } });
    expect(stack.provider["aws"]?.map(({ region }) => region)).toEqual(["eu-west-1", "us-east-1"]);
    const inHome = resources(stack).filter(({ body }) => body["provider"] === "aws.us_east_1");
    expect([...new Set(inHome.map(({ type }) => type))].sort()).toEqual([
      "aws_cloudwatch_log_delivery",
      "aws_cloudwatch_log_delivery_destination",
      "aws_cloudwatch_log_delivery_source",
      "aws_cloudwatch_log_group",
      "aws_kms_alias",
      "aws_kms_key",
      "aws_wafv2_ip_set",
      "aws_wafv2_web_acl",
      "aws_wafv2_web_acl_logging_configuration",
    ]);
    expect(one(stack, "aws_cloudwatch_log_group")?.["kms_key_id"]).toContain("aws_kms_key.site-key_");
    // The key admits the logs of its own region.
    expect(JSON.stringify(stack.data?.["aws_iam_policy_document"])).toContain(
      "arn:aws:logs:us-east-1:111111111111:log-group:*",
    );
  });

  test("the firewall filters requests to the site unless settings turn it off", () => {
    expect(one(build(), "aws_cloudfront_distribution")?.["web_acl_id"]).toContain("aws_wafv2_web_acl.site-firewall");
    const without = build({ region: "eu-west-1", site: { web_firewall: { enabled: false } } });
    expect(one(without, "aws_cloudfront_distribution")).not.toHaveProperty("web_acl_id");
    expect(resources(without, "aws_wafv2_web_acl")).toEqual([]);
    expect(resources(without, "aws_kms_key")).toHaveLength(1);
  });

  test.each(["us-east-1", "eu-west-1"])(
    "an own name in %s has its certificate in us-east-1, and leads to the site",
    (region) => {
      const stack = build({ region, site: { domain: "bot.example.com", zone_id: "Z1" } });
      const certificates = resources(stack, "aws_acm_certificate").map(({ body }) => body["provider"]);
      expect(certificates).toEqual([region === "us-east-1" ? undefined : "aws.us_east_1"]);
      expect(one(stack, "aws_cloudfront_distribution")).toMatchObject({
        aliases: ["bot.example.com"],
        viewer_certificate: { acm_certificate_arn: expect.stringContaining("aws_acm_certificate_validation.") },
      });
      const records = resources(stack, "aws_route53_record").filter(({ body }) => body["name"] === "bot.example.com");
      expect(records.map(({ body }) => body["type"])).toEqual(["A", "AAAA"]);
      expect(stack.output?.["site_url"]?.["value"]).toBe("https://bot.example.com");
    },
  );

  test("with a certificate that exists, a name outside Route53 gets no record", () => {
    const certificate_arn = "arn:aws:acm:us-east-1:111111111111:certificate/1";
    const stack = build({ site: { domain: "bot.example.com", certificate_arn } });
    expect(resources(stack, "aws_route53_record")).toEqual([]);
    expect(one(stack, "aws_cloudfront_distribution")).toMatchObject({
      viewer_certificate: { acm_certificate_arn: certificate_arn },
    });
  });

  test("buckets of a protected stack are kept, others go with it", () => {
    const kept = (stack: StackJson) => resources(stack, "aws_s3_bucket").map(({ body }) => body["force_destroy"]);
    expect(kept(build({ protected: true }))).toEqual([false, false]);
    expect(kept(build())).toEqual([true, true]);
  });
});
