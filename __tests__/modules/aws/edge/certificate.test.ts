import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Certificate, type CertificateProps } from "../../../../modules/aws/edge/certificate";
import { synthesized } from "../../../synthesized";

const make = (props: Partial<CertificateProps> = {}) =>
  synthesized((scope) => {
    new Certificate(scope, "certificate", { domainName: "example.com", zoneId: "Z1", ...props });
  });

describe("Certificate", () => {
  test("a certificate is validated through DNS and replaced without a gap", () => {
    expect(make({ alternativeNames: ["api.example.com"] })).toHaveResourceWithProperties(AcmCertificate, {
      domain_name: "example.com",
      subject_alternative_names: ["api.example.com"],
      validation_method: "DNS",
      lifecycle: { create_before_destroy: true },
    });
  });

  test("each name has the record that ACM requires, found by name because Terraform does not know its place when it plans", () => {
    const stack = make({ alternativeNames: ["api.example.com"] });
    const api = stack.all(Route53Record).find(({ name }) => name.includes("api.example.com"));
    expect(api?.records[0]).toMatch(
      /^\$\{\[for o in aws_acm_certificate\.\w+\.domain_validation_options : o\.resource_record_value if o\.domain_name == "api\.example\.com"\]\[0\]\}$/,
    );
  });

  test("a name and its wildcard share one record", () => {
    const stack = make({ alternativeNames: ["*.example.com", "www.example.com"] });
    expect(stack.all(Route53Record)).toHaveLength(2);
    expect(stack.one(AcmCertificateValidation).validation_record_fqdns).toHaveLength(2);
  });

  test("in another region the records of the first validate the second", () => {
    const stack = synthesized((scope) => {
      const provider = new AwsProvider(scope, "west", { region: "us-west-2", alias: "west" });
      const names = { domainName: "example.com", zoneId: "Z1" };
      const validatedBy = new Certificate(scope, "first", { ...names, alternativeNames: ["origin.example.com"] });
      new Certificate(scope, "second", { ...names, provider, validatedBy });
    });
    expect(stack.all(Route53Record)).toHaveLength(2);
    const records = [
      expect.stringMatching(/first_validation-example/),
      expect.stringMatching(/first_validation-origin/),
    ];
    expect(stack).toHaveResourceWithProperties(AcmCertificate, { provider: "aws.west", domain_name: "example.com" });
    expect(stack).toHaveResourceWithProperties(AcmCertificateValidation, {
      provider: "aws.west",
      validation_record_fqdns: records,
    });
  });
});
