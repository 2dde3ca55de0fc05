import type { Node, Place } from "../../hcl/node";
import { type Mistake, mistakeAt } from "../../mistake";
import { at, type StackView, textAt } from "./view";

/** A domain name whose records a stack writes into a zone. */
export interface ZoneUse {
  readonly view: StackView;
  /** Equal for the same zone. */
  readonly zone: string;
  readonly domain: string;
  readonly place: Place;
}

/** The domain names of each platform, and the zone that holds their records. */
const domainPaths: readonly (readonly [domain: string, zone: string])[] = [
  ["load_balancer.domain", "load_balancer.zone_id"],
  ["load_balancer.domain", "load_balancer.dns_zone.name"],
  ["load_balancer.domains", "load_balancer.dns_zone"],
  ["site.domain", "site.zone_id"],
  ["api.domain", "api.zone_id"],
  ["ingress.host", "ingress.issuer.zone_id"],
];

/** The names of components that clients reach, which are in the zone of the application's. */
function routeHosts(view: StackView): Node[] {
  const components = at(view, "application.components");
  const names = components?.kind === "object" ? [...components.entries.keys()] : [];
  return names.flatMap((name) => at(view, `application.components.${name}.route.host`) ?? []);
}

/** Every domain name of a stack that is written into a zone. */
export function zoneUses(view: StackView): ZoneUse[] {
  return domainPaths.flatMap(([path, zonePath]) => {
    const name = textAt(view, zonePath);
    const node = at(view, path);
    if (name === undefined || node === undefined) return [];
    // Google's zones are named in their project; an id of Route53 and a zone's own domain are unique.
    const zone = zonePath === "load_balancer.dns_zone" ? `${name} of ${textAt(view, "project")}` : name;
    return [...(node.kind === "list" ? node.items : [node]), ...routeHosts(view)].flatMap((item) =>
      item.kind === "scalar" && typeof item.value === "string"
        ? [{ view, zone, domain: item.value, place: item.place }]
        : [],
    );
  });
}

/**
 * Whether the zone of a name cannot hold another one too. A zone holds the names that end in its own, and that has two labels at least: `example.com` holds
 * `a.example.com` and `b.dev.example.com`, and no zone holds `a.example.com` and `b.example.org`.
 */
export function isApart({ domain }: ZoneUse, other: ZoneUse): boolean {
  const [mine, theirs] = [domain, other.domain].map((name) => name.toLowerCase().split(".").slice(-2).join("."));
  return mine !== theirs;
}

/** What is wrong with a name in the zone of another one. */
export function zoneMistake({ zone, domain, place }: ZoneUse, other: ZoneUse): Mistake {
  const { file, line } = other.place;
  return mistakeAt(place, {
    problem: "one zone for unrelated domains",
    expected: `a zone of ${domain} itself: a zone holds the names that end in its own`,
    found: `zone ${zone}, which holds ${other.domain} of ${other.view.stack.id} (${file}:${line})`,
  });
}
