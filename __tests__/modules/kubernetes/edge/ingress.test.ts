import { Release } from "@cdktf/provider-helm/lib/release";
import { IngressV1 } from "@cdktf/provider-kubernetes/lib/ingress-v1";
import { CertificateIssuer } from "../../../../modules/kubernetes/edge/certificate-issuer";
import { GatewayIngress, type GatewayIngressProps } from "../../../../modules/kubernetes/edge/gateway-ingress";
import { NginxIngress } from "../../../../modules/kubernetes/edge/nginx-ingress";
import { TargetGroupBinding } from "../../../../modules/kubernetes/edge/target-group-binding";
import { synthesized } from "../../../synthesized";
import { releaseValues } from "../charts/release-values";
import { names, namespace } from "../containers/service-fixture";

const application = {
  names,
  namespace,
  name: "ai-prism-api",
  host: "api.example.com",
  servicePort: 8080,
  requestsPerMinute: 1000,
};

const gatewayValues = (props: Pick<GatewayIngressProps, "entry"> & Partial<GatewayIngressProps>) =>
  releaseValues(
    synthesized((scope) => {
      new GatewayIngress(scope, "ingress", { ...application, ...props });
    }),
  );

describe("GatewayIngress", () => {
  test("a client may send 1000 requests per minute, over TLS", () => {
    expect(gatewayValues({ entry: { tlsSecret: "ai-prism-tls", issuer: "letsencrypt-prod" } })).toMatchObject({
      host: "api.example.com",
      service: { name: "ai-prism-api", port: 8080 },
      route: true,
      requestsPerMinute: 1000,
      entry: { tls: { secret: "ai-prism-tls", issuer: "letsencrypt-prod", annotations: {} } },
    });
  });

  test("external-dns points further host names to the load balancer, not to Envoy's address in the cluster", () => {
    const entry = { port: 8080, healthPath: "/health/ready", dnsName: "lb.example.com" };
    expect(gatewayValues({ entry }).entry).toEqual({ loadBalancer: entry });
  });

  test("with progressive delivery the chart makes no route, because Flagger does", () => {
    expect(gatewayValues({ entry: { tlsSecret: "ai-prism-tls" }, progressive: true }).route).toBe(false);
  });

  test("behind a load balancer, Envoy listens on the open port, and its pods are registered with the target group", () => {
    const made = synthesized((scope) => {
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

    const [binding, gateway] = made.all(Release);
    expect(JSON.parse(gateway.values[0])).toMatchObject({
      gateway: "ai-prism-prod-gateway",
      entry: { loadBalancer: { port: 8080, healthPath: "/health/ready", dnsName: "" } },
    });
    expect(binding.namespace).toBe("envoy-gateway-system");
    expect(JSON.parse(binding.values[0])).toMatchObject({ service: { name: "ai-prism-prod-gateway", port: 8080 } });
  });
});

test("NginxIngress has the limit, issuer and TLS secret of document 003", () => {
  const made = synthesized((scope) => {
    new NginxIngress(scope, "ingress", { ...application, tlsSecret: "ai-prism-tls", issuer: "letsencrypt-prod" });
  });

  expect(made.one(IngressV1)).toMatchObject({
    metadata: {
      annotations: {
        "nginx.ingress.kubernetes.io/limit-rpm": "1000",
        "nginx.ingress.kubernetes.io/ssl-redirect": "true",
        "cert-manager.io/cluster-issuer": "letsencrypt-prod",
      },
    },
    spec: {
      ingress_class_name: "nginx",
      tls: [{ hosts: ["api.example.com"], secret_name: "ai-prism-tls" }],
    },
  });
});

test("CertificateIssuer passes name, contact, server and solver to its chart", () => {
  const props = {
    name: "letsencrypt-prod",
    email: "team@example.com",
    server: "https://acme-v02.api.letsencrypt.org/directory",
    solver: { route53: { hostedZoneId: "Z1", region: "us-east-1" } },
  };
  const made = synthesized((scope) => {
    new CertificateIssuer(scope, "issuer", props);
  });

  expect(made.one(Release).name).toBe("letsencrypt-prod");
  expect(releaseValues(made)).toEqual(props);
});
