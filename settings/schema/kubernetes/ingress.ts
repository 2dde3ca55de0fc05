import * as z from "zod";
import { domain, email, httpsUrl, route53Zone } from "../formats";
import { objectName } from "../naming/kubernetes-labels";

export const ingress = z
  .strictObject({
    kind: z
      .enum(["gateway", "nginx"])
      .default("gateway")
      .describe(
        "How requests enter: gateway is the Gateway API; nginx is ingress-nginx, which is retired and gets no more fixes.",
      ),
    host: domain.describe("Domain name of the application."),
    requests_per_minute: z
      .int()
      .min(1)
      .default(1000)
      .describe("Requests per client and minute above which it is refused (document 003: 1000)."),
    tls_secret: objectName
      .optional()
      .describe("Name of the Secret with the TLS certificate. Default: <name>-tls (document 003)."),
    issuer: z
      .strictObject({
        name: objectName
          .max(53, { error: "at most 53 characters: the Helm release has the same name" })
          .optional()
          .describe(
            "Name of the ClusterIssuer, of which a cluster has one. Default: <name>-<environment>-letsencrypt, shortened to 53 characters.",
          ),
        email: email.describe("Address to which the certificate authority sends warnings."),
        zone_id: route53Zone
          .optional()
          .describe("Id of the Route53 zone in which domains are proved. Default: they are proved over HTTP."),
        server: httpsUrl
          .default("https://acme-v02.api.letsencrypt.org/directory")
          .describe("URL of the certificate authority's ACME directory."),
      })
      .optional()
      .describe("Issuer from which cert-manager gets the certificate. Default: the Secret exists already."),
  })
  .describe("How clients reach the application.");
