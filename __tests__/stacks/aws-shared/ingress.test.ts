import { resources, type StackJson } from "../synthesized";
import { build } from "./build";

const addresses = (stack: StackJson, type: string) => resources(stack, type).map(({ address }) => address);

describe("the ingress of an aws stack", () => {
  const domain = "test-execution.staging.example.com";

  test("without a CDN the name leads to the load balancer, and no provider of us-east-1 is made elsewhere", async () => {
    const stack = await build("aws-staging", 'region = "eu-west-1"');
    const [record] = resources(stack, "aws_route53_record").filter(({ body }) => body.name === domain);
    expect(record?.body).toMatchObject({ alias: { name: expect.stringContaining("aws_lb.") } });
    expect(stack.provider.aws).toHaveLength(1);
  });

  test.each([
    ["us-east-1", 1, 1],
    ["eu-west-1", 2, 2],
  ])(
    "a CDN in %s: the same record leads to it, its certificate is in us-east-1",
    async (region, providers, certificates) => {
      const direct = await build("aws-staging", `region = "${region}"`);
      const stack = await build("aws-staging", `region = "${region}"\naws = { cdn = { enabled = true } }`);
      const named = (json: StackJson, name: string) =>
        resources(json, "aws_route53_record").filter(({ body }) => body.name === name);

      expect(named(stack, domain).map(({ body }) => body)).toEqual([
        expect.objectContaining({
          alias: expect.objectContaining({ name: expect.stringContaining("aws_cloudfront") }),
        }),
        expect.objectContaining({ type: "AAAA" }),
      ]);
      expect(named(stack, domain)[0]?.address).toBe(named(direct, domain)[0]?.address);
      expect(named(stack, `origin.${domain}`)).toHaveLength(1);
      expect(stack.provider.aws).toHaveLength(providers);
      expect(addresses(stack, "aws_acm_certificate")).toHaveLength(certificates);
      const [ofBalancer] = resources(stack, "aws_lb_listener").filter(({ body }) => body.port === 443);
      expect(String(ofBalancer?.body.certificate_arn)).toContain(".domain_certificate_issued");
      expect(resources(stack, "aws_acm_certificate").map(({ body }) => body)).toContainEqual(
        expect.objectContaining({ domain_name: domain, subject_alternative_names: [`origin.${domain}`] }),
      );
    },
  );

  test("a region's provider is made once, though backups and the CDN both need it", async () => {
    const both = 'aws = { cdn = { enabled = true }, database = { backup_region = "us-east-1" } }';
    const stack = await build("aws-staging", `region = "eu-west-1"\n${both}`);
    expect(stack.provider.aws?.map(({ region }) => region)).toEqual(["eu-west-1", "us-east-1"]);
  });

  test("while a live name moves to the CDN, clients still reach the load balancer", async () => {
    const ranges = async (exclusive: boolean) => {
      const stack = await build("aws-staging", `aws = { cdn = { enabled = true, exclusive = ${exclusive} } }`);
      return resources(stack, "aws_vpc_security_group_ingress_rule").filter(
        ({ body }) => body.cidr_ipv4 === "0.0.0.0/0",
      );
    };
    expect(await ranges(true)).toHaveLength(0);
    expect(await ranges(false)).toHaveLength(2);
  });

  test("production and its second region have one name in one zone, each its own part (document 002)", async () => {
    const [primary, secondary] = await Promise.all(
      ["aws-prod", "aws-prod-dr"].map(async (id) => {
        const records = resources(await build(id), "aws_route53_record");
        return records.map(({ body }) => body).find(({ failover_routing_policy: policy }) => policy);
      }),
    );
    expect(primary).toMatchObject({ set_identifier: "primary", health_check_id: expect.anything() });
    expect(secondary).toMatchObject({
      set_identifier: "secondary",
      name: primary?.name,
      zone_id: primary?.zone_id,
      type: primary?.type,
    });
  });

  test("the second region's database starts with the backups that a settings file names", async () => {
    const arn = "arn:aws:rds:eu-west-1:444444444444:auto-backup:ab-1a2b3c";
    const stack = await build("aws-prod-dr", `aws = { database = { restore_from = "${arn}" } }`);
    expect(resources(stack, "aws_db_instance")[0]?.body).toMatchObject({
      restore_to_point_in_time: { source_db_instance_automated_backups_arn: arn },
    });
  });
});
