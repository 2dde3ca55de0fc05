import { resources, type StackJson } from "./synthesized";

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has as many shapes as there are resources.
type Body = any;

/** The component that answers a request, `api` for the application; undefined where nothing does. */
export type Routing = (host: string, path: string) => string | undefined;

/** Evaluates listener rules as an Application Load Balancer does: by priority, `*` is any text, hosts without regard to case. */
export function byListenerRules(stack: StackJson): Routing {
  const rules: Body[] = resources(stack, "aws_lb_listener_rule").map(({ body }) => body);
  const priorities = rules.map(({ priority }) => priority);
  expect(new Set(priorities).size).toBe(priorities.length);
  return (host, path) => {
    const rule = [...rules]
      .sort((one, other) => one.priority - other.priority)
      .find(({ condition }) =>
        condition.every(({ host_header, path_pattern }: Body) =>
          host_header
            ? host_header.values.some((value: string) => pattern(value).test(host))
            : path_pattern.values.some((value: string) => pattern(value).test(path)),
        ),
      );
    const [{ target_group_arn, forward }] = rule.action;
    const body = referred(stack, target_group_arn ?? forward.target_group[0].arn);
    return withoutPrefix(body.name);
  };
}

/** Evaluates a URL map as Google Cloud does: the host's rule, else that of `*`; the longest path wins, `/*` takes what is below. */
export function byUrlMap(stack: StackJson): Routing {
  const maps: Body[] = resources(stack, "google_compute_url_map").map(({ body }) => body);
  const [{ host_rule = [], path_matcher = [], default_service }] = maps.filter((map) => map.default_service);
  return (host, path) => {
    const rule =
      host_rule.find(({ hosts }: Body) => hosts.includes(host)) ??
      host_rule.find(({ hosts }: Body) => hosts.includes("*"));
    const matcher = path_matcher.find(({ name }: Body) => name === rule?.path_matcher);
    const paths: [path: string, service: string][] = (matcher?.path_rule ?? []).flatMap(({ paths, service }: Body) =>
      paths.map((one: string) => [one, service]),
    );
    const [, service] =
      paths
        .sort(([one], [other]) => other.length - one.length)
        .find(([one]) => (one.endsWith("/*") ? path.startsWith(one.slice(0, -1)) : path === one)) ?? [];
    const backend = referred(stack, service ?? matcher?.default_service ?? default_service);
    const group = referred(stack, backend.backend[0].group);
    return withoutPrefix(referred(stack, group.cloud_run.service).name);
  };
}

/**
 * Evaluates an Application Gateway: the first rule by priority whose listener takes the host, then the path rules in their order, which do not
 * tell capital letters from small ones; `/*` takes what is below.
 */
export function byGatewayRules(stack: StackJson): Routing {
  const [gateway]: Body[] = resources(stack, "azurerm_application_gateway").map(({ body }) => body);
  const listeners: Body[] = gateway.http_listener.filter(({ protocol }: Body) => protocol === "Https");
  return (host, path) => {
    const rule = [...gateway.request_routing_rule]
      .sort((one: Body, other: Body) => one.priority - other.priority)
      .find(({ http_listener_name: name }: Body) =>
        listeners.some((listener) => listener.name === name && (!listener.host_name || listener.host_name === host)),
      );
    const map = (gateway.url_path_map ?? []).find(({ name }: Body) => name === rule.url_path_map_name);
    const pathRule = map?.path_rule.find(({ paths }: Body) =>
      paths.some((one: string) => patternOfAzure(one).test(path)),
    );
    const pool: string =
      pathRule?.backend_address_pool_name ?? map?.default_backend_address_pool_name ?? rule.backend_address_pool_name;
    const settings =
      pathRule?.backend_http_settings_name ??
      map?.default_backend_http_settings_name ??
      rule.backend_http_settings_name;
    expect([pool, settings]).toEqual([pool, pool]);
    expect(gateway.backend_address_pool.map(({ name }: Body) => name)).toContain(pool);
    return pool === "service" ? "api" : pool.replace(/^component-/, "");
  };
}

const patternOfAzure = (text: string) => new RegExp(pattern(text).source, "i");

/**
 * Evaluates the routes of the gateway's chart as the Gateway API does: the listener of the host, an exact path before the longest prefix, and
 * a prefix ends at a `/`.
 */
export function byGatewayRoutes(stack: StackJson): Routing {
  const all: Body[] = resources(stack, "helm_release").map(({ body }: Body) => JSON.parse(body.values[0]));
  const [{ host: own, hosts = [], routes = [], service }] = all.filter(({ entry }) => entry);
  const whole = { type: "PathPrefix", value: "/" };
  const answered = [own, ...hosts.flatMap(({ host, application }: Body) => (application ? [host] : []))];
  const rules: Body[] = [
    ...answered.map((host) => ({ host, path: whole, name: service.name, listener: listenerOf(host) })),
    ...routes.flatMap(({ host, listener, paths, service: { name } }: Body) =>
      paths.map((path: Body) => ({ host, path, name, listener })),
    ),
  ];
  function listenerOf(host: string): string {
    return hosts.find((further: Body) => further.host === host)?.https ?? "https";
  }
  return (host, path) => {
    const matching = rules
      .filter((rule) => rule.host === host && rule.listener === listenerOf(host))
      .filter(({ path: { type, value } }) =>
        type === "Exact" ? path === value : `${path}/`.startsWith(value === "/" ? "/" : `${value}/`),
      )
      .sort((one, other) => weight(other.path) - weight(one.path));
    // Two of the same weight would be decided by their age.
    if (matching.length > 1) expect(weight(matching[0].path)).not.toBe(weight(matching[1].path));
    return matching[0] && withoutPrefix(matching[0].name);
  };
}

const weight = ({ type, value }: Body) => (type === "Exact" ? 1000 : 0) + value.length;

/** Evaluates an Ingress as Kubernetes does: an exact path before the longest prefix. */
export function byIngress(stack: StackJson): Routing {
  const [ingress]: Body[] = resources(stack, "kubernetes_ingress_v1").map(({ body }) => body);
  return (host, path) => {
    const paths: Body[] = ingress.spec.rule.find((rule: Body) => rule.host === host)?.http.path ?? [];
    const matching = paths
      .map(({ path: value, path_type, backend }) => ({ value, type: path_type, name: backend.service.name }))
      .filter(({ type, value }) =>
        type === "Exact" ? path === value : `${path}/`.startsWith(value === "/" ? "/" : `${value}/`),
      )
      .sort((one, other) => weight(other) - weight(one));
    return matching[0] && withoutPrefix(matching[0].name);
  };
}

function pattern(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);
}

/** The resource that an expression such as `${aws_lb_target_group.x.arn}` names. */
function referred(stack: StackJson, expression: string): Body {
  const [, type = "", id = ""] = /^\$\{(\w+)\.([\w-]+)\.\w+\}$/.exec(expression) ?? [];
  return stack.resource[type]?.[id];
}

const withoutPrefix = (name: string) => name.replace(/^one-(dev-)?/, "");
