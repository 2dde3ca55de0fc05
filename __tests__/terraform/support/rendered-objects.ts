import { type Helm, objectsOf } from "./helm";
import type { Manifest } from "./kubernetes-manifests";
import type { KubernetesStacks } from "./kubernetes-stacks";

/** Every object that the kubernetes stacks make. A stack is rendered when it is first used. */
export class RenderedObjects {
  private readonly rendered = new Map<string, Promise<Manifest[]>>();

  constructor(
    private readonly stacks: KubernetesStacks,
    private readonly helm: Helm,
  ) {}

  /** The objects of a kind in one stack, by name. */
  async of(stack: string, kind: string): Promise<Record<string, Manifest>> {
    const rendered = this.rendered.get(stack) ?? objectsOf(this.stacks.of(stack), this.helm);
    this.rendered.set(stack, rendered);
    const found = (await rendered).filter((object) => object.kind === kind);
    return Object.fromEntries(found.map((object) => [object.metadata.name, object]));
  }
}
