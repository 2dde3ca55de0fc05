import * as z from "zod";
import { cidr, seconds, uniqueList } from "../common";
import { domain, resourceGroup } from "../formats";
import { secretName } from "./names";

/**
 * Figures: what azurerm 4.55 takes of an Application Gateway and its firewall policy (internal/services/network/application_gateway_resource.go,
 * web_application_firewall_policy_resource.go).
 */
export const loadBalancer = z
  .strictObject({
    domain: domain.describe("Domain name of the application."),
    certificate: secretName.describe(
      "Name of the certificate in the stack's Key Vault. The gateway takes a new version within four hours.",
    ),
    self_signed: z
      .boolean()
      .default(true)
      .describe(
        "Whether the stack makes that certificate, self-signed, so that the gateway can be made; import the real one as its next version. False: import it into the vault before the gateway is made. Cannot be changed after the first deploy: the certificate would be deleted.",
      ),
    dns_zone: z
      .strictObject({
        name: domain.describe("Name of the DNS zone, which `domain` ends with."),
        resource_group: resourceGroup.describe("Resource group of the DNS zone."),
      })
      .optional()
      .describe(
        "Existing Azure DNS zone to which the record of `domain` is written. Default: none; point `domain` at the output `load_balancer_dns_name`.",
      ),
    requests_per_ip: z
      .int()
      .min(10)
      .default(2000)
      .describe("Requests per client address and five minutes above which it is refused."),
    count_only: z
      .boolean()
      .default(false)
      .describe("Whether the web firewall only logs the requests that it would refuse."),
    max_body_kib: z
      .int()
      .min(8)
      .max(2000)
      .optional()
      .describe(
        "Largest body of a request, in KiB; files of a form count apart, up to 100 MB. Default: no limit of the web firewall, which looks at the first 128 KiB.",
      ),
    request_timeout_seconds: seconds.default(60).describe("Seconds after which a request without a response fails."),
    ingress_cidrs: uniqueList(cidr)
      .min(1)
      .optional()
      .describe("Address ranges from which clients may connect. Default: the whole internet."),
    capacity: z
      .strictObject({
        min: z.int().min(0).max(100).default(2).describe("Least capacity units of the Application Gateway."),
        max: z.int().min(2).max(125).default(10).describe("Most capacity units of the Application Gateway."),
      })
      .prefault({})
      .describe("Capacity units between which the Application Gateway scales."),
  })
  .describe("Application Gateway with its domain name and certificate.");
