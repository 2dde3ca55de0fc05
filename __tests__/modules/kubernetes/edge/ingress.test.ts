import "cdktf/lib/testing/adapters/jest";
import { Release } from "@cdktf/provider-helm/lib/release";
import { IngressV1 } from "@cdktf/provider-kubernetes/lib/ingress-v1";
import { Testing } from "cdktf";
import { CertificateIssuer } from "../../../../modules/kubernetes/edge/certificate-issuer";
import { GatewayIngress, type GatewayIngressProps } from "../../../../modules/kubernetes/edge/gateway-ingress";
import { NginxIngress } from "../../../../modules/kubernetes/edge/nginx-ingress";
import { TargetGroupBinding } from "../../../../modules/kubernetes/edge/target-group-binding";
import { Names } from "../../../../modules/names";

const names = new Names({ system: "ai-prism", environment: "prod", accountId: "111111111111", region: "us-east-1" });
const application = {
  names,
  namespace: "ai-prism-prod",
  name: "ai-prism-api",
  host: "api.example.com",
  servicePort: 8080,
};

function gatewayValues(props: Pick<GatewayIngressProps, "entry"> & Partial<GatewayIngressProps>) {
  const json = Testing.synthScope((scope) => {
    new GatewayIngress(scope, "ingress", { ...application, ...props });
  });
  const [release] = Object.values<{ values: string[] }>(JSON.parse(json).resource.helm_release);
  return JSON.parse(release.values[0]);
}

describe("GatewayIngress", () => {
  test("a client gets 1000 requests a minute over TLS", () => {
    expect(gatewayValues({ entry: { tlsSecret: "ai-prism-tls", issuer: "letsencrypt-prod" } })).toMatchObject({
      host: "api.example.com",
      service: { name: "ai-prism-api", port: 8080 },
      route: true,
      requestsPerMinute: 1000,
      entry: { tls: { secret: "ai-prism-tls", issuer: "letsencrypt-prod" } },
    });
  });

  test("Flagger makes the route of a progressive delivery", () => {
    expect(gatewayValues({ entry: { tlsSecret: "ai-prism-tls" }, progressive: true }).route).toBe(false);
  });

  test("behind a load balancer, Envoy listens on the port that is open to it, and its pods can be bound", () => {
    const json = Testing.synthScope((scope) => {
      const { service, release } = new GatewayIngress(scope, "ingress", {
        ...application,
        entry: { port: 8080, healthPath: "/health/ready" },
      });
      new TargetGroupBinding(scope, "binding", {
        names,
        name: "ai-prism-api",
        targetGroupArn: "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/ai-prism-prod-api/1",
        service,
        servicePort: 8080,
        dependsOn: [release],
      });
    });

    const [binding, gateway] = Object.values<{ values: string[]; namespace: string }>(
      JSON.parse(json).resource.helm_release,
    );
    expect(JSON.parse(gateway.values[0])).toMatchObject({
      gateway: "ai-prism-prod-gateway",
      entry: { loadBalancer: { port: 8080, healthPath: "/health/ready" } },
    });
    expect(binding.namespace).toBe("envoy-gateway-system");
    expect(JSON.parse(binding.values[0])).toMatchObject({ service: { name: "ai-prism-prod-gateway", port: 8080 } });
  });
});

test("NginxIngress carries document 003's limit, issuer and TLS secret", () => {
  const json = Testing.synthScope((scope) => {
    new NginxIngress(scope, "ingress", { ...application, tlsSecret: "ai-prism-tls", issuer: "letsencrypt-prod" });
  });

  expect(json).toHaveResourceWithProperties(IngressV1, {
    metadata: expect.objectContaining({
      annotations: {
        "nginx.ingress.kubernetes.io/limit-rpm": "1000",
        "nginx.ingress.kubernetes.io/ssl-redirect": "true",
        "cert-manager.io/cluster-issuer": "letsencrypt-prod",
      },
    }),
    spec: expect.objectContaining({
      ingress_class_name: "nginx",
      tls: [{ hosts: ["api.example.com"], secret_name: "ai-prism-tls" }],
    }),
  });
});

test("CertificateIssuer proves names as asked, under document 003's name", () => {
  const json = Testing.synthScope((scope) => {
    new CertificateIssuer(scope, "issuer", {
      email: "team@example.com",
      solver: { route53: { hostedZoneId: "Z1", region: "us-east-1" } },
    });
  });

  expect(json).toHaveResourceWithProperties(Release, {
    name: "letsencrypt-prod",
    values: [
      JSON.stringify({
        name: "letsencrypt-prod",
        email: "team@example.com",
        server: "https://acme-v02.api.letsencrypt.org/directory",
        solver: { route53: { hostedZoneId: "Z1", region: "us-east-1" } },
      }),
    ],
  });
});
