import type { Block, Resource, StackView } from "../preflight/look/stack-view";

/** What pages say of one stack: its JSON, and the names in it without Terraform's references. */
export class StackFacts {
  readonly id: string;
  /** Region of the AWS provider; empty on the other clouds. */
  readonly region: string;

  constructor(
    readonly view: StackView,
    /** The stacks of the environment that run on this one, such as the workload on a cluster. */
    readonly dependents: readonly string[],
  ) {
    this.id = view.id;
    this.region = view.aws?.region ?? "";
  }

  /** A text with the names of what it refers to in the place of references; what only Terraform knows stays a reference. */
  named(value: unknown): string {
    const text = this.view.resolved(String(value ?? ""));
    return text.replaceAll(/\$\{[\w-]+\.[\w-]+\.([^}]+)\}/g, (whole, path: string) => {
      const found = this.view.referred(whole);
      // An id or ARN is not the name: a query that compares it would be wrong.
      const name = /name$|suffix$/.test(path) ? found?.body["name"] : undefined;
      const literal = (found && read(found.body, path)) ?? name;
      return typeof literal === "string" && literal !== whole ? this.named(literal) : whole;
    });
  }

  /** A value of a resource, as {@link named}. */
  of({ body }: Resource, path: string): string {
    return this.named(read(body, path));
  }

  /** The resources of these types that a value refers to, each once. */
  referred(value: unknown, ...types: string[]): Resource[] {
    const found = this.view.referredAll(JSON.stringify(value ?? ""));
    const wanted = found.filter(({ type }) => types.length === 0 || types.includes(type));
    return [...new Map(wanted.map((resource) => [resource.address, resource])).values()];
  }

  /** The resources of these types. */
  resources(...types: string[]): Resource[] {
    return types.flatMap((type) => this.view.resources(type));
  }
}

/** The value at a path such as `metadata[0].name`, whether or not Terraform's JSON writes a single block as a list. */
function read(body: Block, path: string): unknown {
  const keys = path.replaceAll(/\[\d+\]/g, "").split(".");
  return keys.reduce<unknown>((value, key) => ([value].flat()[0] as Block | undefined)?.[key], body);
}
