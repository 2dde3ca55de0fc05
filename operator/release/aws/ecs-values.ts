import { randomBytes } from "node:crypto";
import type { ReleaseTarget, ServiceTarget } from "../../../stacks/aws/release-target";
import type { Values } from "../port/platform";

/** The values of the application's release. */
type Role = keyof ServiceTarget["values"];

/** The services that are released with the application: those that run its image. */
export function releasedServices({ services }: ReleaseTarget): [name: string, service: ServiceTarget][] {
  return Object.entries(services).filter(([, { values }]) => values.image === "image");
}

/** The late-bound values of a release on ECS: which side is live, what both run, and how much. */
export class EcsValues {
  private readonly services: readonly [string, ServiceTarget][];
  /** The header's value that leads a probe to the new side: of this release alone. */
  private readonly probe = randomBytes(16).toString("hex");

  constructor(target: ReleaseTarget) {
    this.services = releasedServices(target);
  }

  /** What a role has, e.g. `live`. */
  get(now: Values, role: Role): string | number | undefined {
    const [name] = this.names(role);
    return name === undefined ? undefined : now[name];
  }

  live(now: Values): "blue" | "green" {
    return this.get(now, "live") === "green" ? "green" : "blue";
  }

  percent(now: Values): number {
    return Number(this.get(now, "next_percent") ?? 0);
  }

  image(now: Values): string {
    return String(this.get(now, "image"));
  }

  /** The image of the side that is not live, while it has replicas. */
  standby(now: Values): string | undefined {
    const runs = this.names("next_minimum").some((name) => Number(now[name]) > 0);
    return runs ? String(this.get(now, "next_image")) : undefined;
  }

  /** The least replicas of a side of a service. */
  minimum(now: Values, { values }: ServiceTarget, side: "live" | "new"): number {
    return this.number(now, side === "live" ? values.live_minimum : values.next_minimum);
  }

  /** The new side gets as many replicas as the live one runs, and neither scales below that. */
  start(build: string, capacity: (service: string) => number): Values {
    const sizes = this.services.map(([name, { values }]) => this.sizes(values, capacity(name), capacity(name)));
    return Object.assign(this.each({ next_image: build, next_percent: 0, probe: this.probe }), ...sizes);
  }

  /** The image of the side that is not live: its tasks, and its replicas if it has any. */
  next(build: string): Values {
    return this.each({ next_image: build });
  }

  shift(percent: number): Values {
    return this.each({ next_percent: percent });
  }

  /** The sides swap; the old one keeps its size. */
  finish(now: Values): Values {
    const sizes = this.services.map(([, { values }]) =>
      this.sizes(values, this.number(now, values.next_minimum), this.number(now, values.live_minimum)),
    );
    const swapped = {
      image: String(this.get(now, "next_image")),
      next_image: this.image(now),
      live: this.live(now) === "blue" ? "green" : "blue",
      next_percent: 0,
      probe: "",
    };
    return Object.assign(this.each(swapped), ...sizes);
  }

  /** As everything was, with all requests on the live side. */
  back(from: Values): Values {
    const names = this.services.flatMap(([, { values }]) => Object.values(values));
    const kept = Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
    return { ...kept, ...this.each({ next_percent: 0, probe: "" }) };
  }

  /** The old side stops, and autoscaling has the live one again. */
  idle(): Values {
    const sizes = this.services.map(([, { values, replicas }]) => this.sizes(values, replicas.minimum, 0));
    return Object.assign(this.each({ probe: "" }), ...sizes);
  }

  private number(now: Values, name: string | undefined): number {
    return name === undefined ? 0 : Number(now[name]);
  }

  private sizes({ live_minimum, next_minimum }: ServiceTarget["values"], live: number, next: number): Values {
    return { ...(live_minimum && { [live_minimum]: live }), ...(next_minimum && { [next_minimum]: next }) };
  }

  private each(roles: Readonly<Partial<Record<Role, string | number>>>): Values {
    const entries = Object.entries(roles) as [Role, string | number][];
    return Object.fromEntries(entries.flatMap(([role, value]) => this.names(role).map((name) => [name, value])));
  }

  private names(role: Role): string[] {
    return [...new Set(this.services.flatMap(([, { values }]) => values[role] ?? []))];
  }
}
