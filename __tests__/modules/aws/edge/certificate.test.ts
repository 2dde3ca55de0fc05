import "cdktf/lib/testing/adapters/jest";
import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Testing } from "cdktf";
import { Certificate, type CertificateProps } from "../../../../modules/aws/edge/certificate";

function synth(props: Partial<CertificateProps> = {}): string {
  return Testing.synthScope((scope) => {
    new Certificate(scope, "certificate", { domainName: "example.com", zoneId: "Z1", ...props });
  });
}

function validationRecords(stack: string): { name: string; records: string[] }[] {
  return Object.values(JSON.parse(stack).resource[Route53Record.tfResourceType]);
}

describe("Certificate", () => {
  test("a certificate is validated through DNS and replaced without a gap", () => {
    expect(synth({ alternativeNames: ["api.example.com"] })).toHaveResourceWithProperties(AcmCertificate, {
      domain_name: "example.com",
      subject_alternative_names: ["api.example.com"],
      validation_method: "DNS",
      lifecycle: { create_before_destroy: true },
    });
  });

  test("each name has the record that ACM asks for, whose place in the set Terraform cannot know when it plans", () => {
    const stack = synth({ alternativeNames: ["api.example.com"] });
    const api = validationRecords(stack).find(({ name }) => name.includes("api.example.com"));
    expect(api?.records[0]).toMatch(
      /^\$\{\[for o in aws_acm_certificate\.\w+\.domain_validation_options : o\.resource_record_value if o\.domain_name == "api\.example\.com"\]\[0\]\}$/,
    );
  });

  test("a name and its wildcard share one record", () => {
    const stack = synth({ alternativeNames: ["*.example.com", "www.example.com"] });
    expect(validationRecords(stack)).toHaveLength(2);
    const [validation] = Object.values<{ validation_record_fqdns: string[] }>(
      JSON.parse(stack).resource[AcmCertificateValidation.tfResourceType],
    );
    expect(validation.validation_record_fqdns).toHaveLength(2);
  });

  test("in another region the records of the first validate the second", () => {
    const stack = Testing.synthScope((scope) => {
      const provider = new AwsProvider(scope, "west", { region: "us-west-2", alias: "west" });
      const names = { domainName: "example.com", zoneId: "Z1" };
      const validatedBy = new Certificate(scope, "first", { ...names, alternativeNames: ["origin.example.com"] });
      new Certificate(scope, "second", { ...names, provider, validatedBy });
    });
    expect(validationRecords(stack)).toHaveLength(2);
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
