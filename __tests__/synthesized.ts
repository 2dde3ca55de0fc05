import { TerraformDataSource, Testing } from "cdktf";
import type { Construct } from "constructs";

/** A class of the bindings, such as `S3Bucket` or `DataAwsIamPolicyDocument`. */
type BindingClass = { readonly tfResourceType: string; readonly prototype: object };

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON of any resource.
type Arguments = any;

/** What a module makes, as Terraform's JSON. cdktf's own matchers take it as they take a text: `expect(made).toHaveResource(S3Bucket)`. */
export class Synthesized {
  // biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON of any stack.
  readonly json: any;

  constructor(readonly text: string) {
    this.json = JSON.parse(text);
  }

  /** The arguments of every resource (or data source) of a class, in the order in which they were made. */
  all(type: BindingClass): Arguments[] {
    const block = type.prototype instanceof TerraformDataSource ? this.json.data : this.json.resource;
    return Object.values(block?.[type.tfResourceType] ?? {});
  }

  /** The arguments of the only one. @throws when there is none, or more than one */
  one(type: BindingClass): Arguments {
    const found = this.all(type);
    if (found.length !== 1) throw new Error(`expected one ${type.tfResourceType}, found ${found.length}`);
    return found[0];
  }

  toString(): string {
    return this.text;
  }
}

/** Builds a module in a stack of its own. */
export function synthesized(build: (scope: Construct) => void): Synthesized {
  return new Synthesized(Testing.synthScope(build));
}
