import { CloudfrontResponseHeadersPolicy } from "@cdktf/provider-aws/lib/cloudfront-response-headers-policy";
import type { Construct } from "constructs";
import type { Names } from "../../names";

/** The headers that CloudFront adds to every response. */
export interface SecurityHeadersProps {
  readonly names: Names;
  /** The last part of the policy's name. */
  readonly name: string;
  /** The value of `Content-Security-Policy`. */
  readonly policy: string;
}

/** The headers of CloudFront's managed SecurityHeadersPolicy and a content security policy. Returns the policy's id. */
export function securityHeaders(scope: Construct, { names, name, policy }: SecurityHeadersProps): string {
  return new CloudfrontResponseHeadersPolicy(scope, "headers", {
    name: names.of("response_headers", name),
    comment: `Responses of ${names.of("response_headers", name)}`,
    securityHeadersConfig: {
      contentSecurityPolicy: { contentSecurityPolicy: policy, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: "SAMEORIGIN", override: false },
      referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: false },
      strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, override: false },
      xssProtection: { protection: true, modeBlock: true, override: false },
    },
  }).id;
}
