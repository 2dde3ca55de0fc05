import { TerraformDataSource, Testing } from "cdktf";
import type { Construct } from "constructs";

/** A class of the bindings, such as `S3Bucket` or `DataAwsIamPolicyDocument`. */
type BindingClass = { readonly tfResourceType: string; readonly prototype: object };

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON of any resource.
type Arguments = any;

/** One statement of an AWS IAM policy document. */
export interface PolicyStatement {
  readonly sid?: string;
  readonly effect?: string;
  readonly actions: string[];
  readonly resources?: string[];
  readonly not_resources?: string[];
  readonly principals?: { readonly type: string; readonly identifiers: string[] }[];
  readonly condition?: { readonly test: string; readonly variable: string; readonly values: string[] }[];
}

/** What a module makes, as Terraform's JSON. cdktf's own matchers take it as they take a text: `expect(made).toHaveResource(S3Bucket)`. */
export class Synthesized {
  // biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON of any stack.
  readonly json: any;

  constructor(readonly text: string) {
    this.json = JSON.parse(text);
  }

  /** The arguments of every resource (or data source) of a class, by its name in the JSON. */
  byName(type: BindingClass): Readonly<Record<string, Arguments>> {
    const block = type.prototype instanceof TerraformDataSource ? this.json.data : this.json.resource;
    return block?.[type.tfResourceType] ?? {};
  }

  /** The arguments of every resource (or data source) of a class, in the order in which they were made. */
  all(type: BindingClass): Arguments[] {
    return Object.values(this.byName(type));
  }

  /** The arguments of the only one. @throws when there is none, or more than one */
  one(type: BindingClass): Arguments {
    const found = this.all(type);
    if (found.length !== 1) throw new Error(`expected one ${type.tfResourceType}, found ${found.length}`);
    return found[0];
  }

  /** The statements of all AWS policy documents, or of those whose name in the JSON begins with `name`. */
  statements(name = ""): PolicyStatement[] {
    const documents: Record<string, { statement: PolicyStatement[] }> = this.json.data?.aws_iam_policy_document ?? {};
    return Object.entries(documents).flatMap(([id, { statement }]) => (id.startsWith(name) ? statement : []));
  }

  toString(): string {
    return this.text;
  }
}

/** Builds a module in a stack of its own. */
export function synthesized(build: (scope: Construct) => void): Synthesized {
  return new Synthesized(Testing.synthScope(build));
}
