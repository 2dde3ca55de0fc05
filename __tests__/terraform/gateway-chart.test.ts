import { GatewayIngress, type GatewayIngressProps } from "../../modules/kubernetes/edge/gateway-ingress";
import { releaseValues } from "../modules/kubernetes/charts/release-values";
import { names, namespace } from "../modules/kubernetes/containers/service-fixture";
import { root } from "../stacks/synthesized";
import { synthesized } from "../synthesized";
import { describeWith, helm } from "./support/go-tool";
import { Helm } from "./support/helm";

/** What the gateway's chart makes of the components that clients reach. */

const routes: GatewayIngressProps["routes"] = {
  shop: { name: "one-shop", servicePort: 9001, paths: ["/shop/*", "/login"] },
  mobile: { name: "one-mobile", servicePort: 9002, paths: ["/v1/*"], host: "mobile.example.com" },
  files: { name: "one-files", servicePort: 9003, paths: ["/*"], host: "files.example.com" },
};

describeWith([helm], "the gateway's chart", (program) => {
  const render = async (entry: GatewayIngressProps["entry"], more?: GatewayIngressProps["routes"]) => {
    const ingress = { names, namespace, name: "one-api", host: "one.example.com", servicePort: 8080 };
    const made = synthesized((scope) => {
      new GatewayIngress(scope, "ingress", { ...ingress, requestsPerMinute: 1000, entry, routes: more });
    });
    const values = [JSON.stringify(releaseValues(made))];
    const release = { name: "gateway", namespace, chart: "charts/gateway", values };
    const stack = { name: "one", dir: root, manifests: [], releases: [release] };
    const text = await new Helm(program).template(stack, release);
    return text.split(/^---$/m).filter((document) => /^kind: /m.test(document));
  };
  const named = (documents: readonly string[], kind: string, name: string) =>
    documents.find((document) => document.includes(`\nkind: ${kind}\n`) && document.includes(`  name: "${name}"\n`)) ??
    "";
  const all = (document: string, pattern: RegExp) => [...document.matchAll(pattern)].map(([, one]) => one);

  test("a host has a listener for HTTPS, with the Secret of all, and one that redirects", async () => {
    const documents = await render({ tlsSecret: "one-tls" }, routes);
    const gateway = named(documents, "Gateway", "one-api");
    expect(all(gateway, /^ {4}- name: "?([a-z0-9-]+)/gm)).toEqual([
      "https",
      "http",
      "https-1",
      "http-1",
      "https-2",
      "http-2",
    ]);
    expect(all(gateway, /certificateRefs:\n +- name: "(.+)"/g)).toEqual(["one-tls", "one-tls", "one-tls"]);
    const redirect = named(documents, "HTTPRoute", "one-api-redirect");
    expect(all(redirect, /sectionName: "?([a-z0-9-]+)/g)).toEqual(["http", "http-1", "http-2"]);
  });

  test("each component has a route at its host; the application's is at those that no component has whole", async () => {
    const documents = await render({ tlsSecret: "one-tls" }, routes);
    const application = named(documents, "HTTPRoute", "one-api");
    expect(all(application, /sectionName: "?([a-z0-9-]+)/g)).toEqual(["https", "https-1"]);
    expect(all(application, /^ {4}- "(.+example\.com)"/gm)).toEqual(["one.example.com", "mobile.example.com"]);
    const shop = named(documents, "HTTPRoute", "one-shop-route");
    expect(shop).toMatch(/type: PathPrefix\s+value: "\/shop"/);
    expect(shop).toMatch(/type: Exact\s+value: "\/login"/);
    expect(shop).toMatch(/name: "one-shop"\s+port: 9001/);
    expect(named(documents, "HTTPRoute", "one-files-route")).toMatch(/type: PathPrefix\s+value: "\/"/);
  });

  test("behind a load balancer one listener answers every host", async () => {
    const documents = await render({ port: 8080, healthPath: "/ready" }, routes);
    expect(all(named(documents, "Gateway", "one-api"), /^ {4}- name: (\S+)/gm)).toEqual(["http"]);
    for (const name of ["one-api", "one-shop-route", "one-mobile-route"]) {
      expect(all(named(documents, "HTTPRoute", name), /sectionName: "?([a-z]+)/g)).toEqual(["http"]);
    }
  });

  test("without components there is the application's route alone", async () => {
    const documents = await render({ tlsSecret: "one-tls" });
    expect(documents.filter((document) => /kind: HTTPRoute/.test(document))).toHaveLength(2);
  });
});
