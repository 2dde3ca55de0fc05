import type { Platform } from "../../settings/schema";
import { findingsOf } from "../policy/findings";
import { type Change, onContainerApps, oneApplication } from "./one-application";
import { byGatewayRoutes, byGatewayRules, byIngress, byListenerRules, byUrlMap, type Routing } from "./routed-requests";
import type { StackJson } from "./synthesized";

/** One description of components that clients reach gives the same routing on every cloud. */

const { build } = oneApplication();

const size = { cpu: 2, memory_mib: 4096, replicas: { min: 1, max: 3 } };
const components = {
  shop: { ...size, port: 9001, route: { paths: ["/shop/*", "/login"], health: { ready: { path: "/shop/answers" } } } },
  rest: { ...size, port: 9002, route: { paths: ["/v1/*", "/status"], host: "rest.example.com" } },
  files: { ...size, port: 9003, route: { paths: ["/*"], host: "files.example.com" } },
  own: { ...size, port: 9004, route: { paths: ["/own/deep/*"], host: "one.example.com" } },
  worker: size,
};

const requests: readonly (readonly [host: string, path: string, component: string])[] = [
  ["one.example.com", "/", "api"],
  ["one.example.com", "/shop", "shop"],
  ["one.example.com", "/shop/", "shop"],
  ["one.example.com", "/shop/cart/1", "shop"],
  ["one.example.com", "/shopping", "api"],
  ["one.example.com", "/login", "shop"],
  ["one.example.com", "/login/", "api"],
  ["one.example.com", "/login/again", "api"],
  ["one.example.com", "/v1/orders", "api"],
  ["one.example.com", "/own", "api"],
  ["one.example.com", "/own/deep", "own"],
  ["one.example.com", "/own/deep/er", "own"],
  ["one.example.com", "/answers", "api"],
  ["rest.example.com", "/v1", "rest"],
  ["rest.example.com", "/v1/orders", "rest"],
  ["rest.example.com", "/status", "rest"],
  ["rest.example.com", "/v2/orders", "api"],
  ["rest.example.com", "/shop/cart", "api"],
  ["rest.example.com", "/own/deep/er", "api"],
  ["files.example.com", "/", "files"],
  ["files.example.com", "/shop/cart", "files"],
  ["files.example.com", "/login", "files"],
];

const onNginx = { kubernetes: { ingress: { kind: "nginx" }, platform_services: { "ingress-nginx": {} } } };

describe.each<[where: string, platform: Platform, routing: (stack: StackJson) => Routing, change: Change]>([
  ["ECS", "aws", byListenerRules, {}],
  ["Cloud Run", "gcp", byUrlMap, {}],
  ["Container Instances", "azure", byGatewayRules, {}],
  ["Container Apps", "azure", byGatewayRules, onContainerApps],
  ["Kubernetes", "kubernetes", byGatewayRoutes, {}],
  ["ingress-nginx", "kubernetes", byIngress, onNginx],
])("the routes of components on %s", (_, platform, routing, change) => {
  let stack: StackJson;
  let route: Routing;
  beforeAll(async () => {
    const built = await build(platform, { ...change, application: { components } });
    expect(built.mistakes).toEqual([]);
    stack = JSON.parse(built.text);
    route = routing(stack);
  });

  test.each(requests)("%s%s leads to %s", (host, path, component) => {
    expect(route(host, path)).toBe(component);
  });

  test("such a stack keeps every policy", () => {
    expect(findingsOf(stack, { isProtected: false })).toEqual([]);
  });

  test("without hosts, every name of the front has the paths", async () => {
    const { shop, worker } = components;
    const { text, mistakes } = await build(platform, { ...change, application: { components: { shop, worker } } });
    expect(mistakes).toEqual([]);
    const of = routing(JSON.parse(text));
    expect([of("one.example.com", "/shop/cart"), of("one.example.com", "/")]).toEqual(["shop", "api"]);
  });
});
