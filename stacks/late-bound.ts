import { TerraformOutput, TerraformResource, type TerraformStack, TerraformVariable, Token } from "cdktf";
import { Construct, type IConstruct } from "constructs";

export interface LateBoundProps<Value extends string | number> {
  /** What the settings say: the value until something else is released, and again once the setting is edited. May be a token. */
  readonly setting: Value;
  /** What the value is, for people who read the variable. */
  readonly description: string;
  /** What a given value must fulfil, as an expression of the variable. @default - anything */
  readonly valid?: { readonly condition: (value: string) => string; readonly expected: string };
}

/**
 * A value that a release decides and the state keeps, such as the image that runs. A variable of the same name gives it; without one, every
 * later plan by anybody keeps what was released. An edited setting wins over it. To give another value, Terraform also needs
 * `-replace=terraform_data.<name>`, which the operator's commands do: a `-var` alone is refused.
 */
export class LateBound<Value extends string | number> extends Construct {
  /** Resource that holds the value: its address is `terraform_data.<name>`. */
  private readonly kept: TerraformResource;
  private readonly isNumber: boolean;

  /** @param name of the variable and of the resource, in snake_case */
  constructor(
    stack: Construct,
    readonly name: string,
    props: LateBoundProps<Value>,
  ) {
    // No component can have a name with an underscore.
    super(stack, `${name}_kept`);
    const { setting, description, valid } = props;
    this.isNumber = typeof setting === "number";
    const variable = new TerraformVariable(this, "variable", {
      type: this.isNumber ? "number" : "string",
      // Null, so that a value that was not given differs from every value that may be.
      default: Token.nullValue(),
      description: `${description} (default: what was released, first the setting)`,
      validation: valid && [
        {
          condition: `\${var.${name} == null ? true : ${valid.condition(`var.${name}`)}}`,
          errorMessage: `${name}: expected ${valid.expected}.`,
        },
      ],
    });
    variable.overrideLogicalId(name);
    // cdktf's own class for `terraform_data` runs `terraform version` at each synthesis.
    this.kept = new TerraformResource(this, "value", {
      terraformResourceType: "terraform_data",
      terraformGeneratorMetadata: { providerName: "terraform" },
    });
    this.kept.overrideLogicalId(name);
    const overrides = {
      input: `\${var.${name} != null ? var.${name} : ${literal(setting)}}`,
      triggers_replace: [setting],
      lifecycle: {
        create_before_destroy: true,
        ignore_changes: ["input"],
        postcondition: [
          {
            condition: `\${var.${name} == null ? true : self.input == var.${name}}`,
            error_message: `${name}: the state keeps \${jsonencode(self.input)}, which a variable alone does not replace. Release it with \`npm run release\`, or give it to \`npm run deploy\` with --var ${name}=…, or add -replace=terraform_data.${name}.`,
          },
        ],
      },
    };
    for (const [key, value] of Object.entries(overrides)) this.kept.addOverride(key, value);
  }

  /** The value, known when Terraform plans. */
  get value(): Value {
    const { kept } = this;
    return (this.isNumber ? kept.getNumberAttribute("input") : kept.getStringAttribute("input")) as Value;
  }

  /** The value, what the settings say, and which of both it is: for the output `release`. */
  get described(): Readonly<Record<"value" | "setting" | "from", string>> {
    const [value, setting] = [`${this.address}.input`, `${this.address}.triggers_replace[0]`];
    return {
      value: `\${${value}}`,
      setting: `\${${setting}}`,
      from: `\${${value} == ${setting} ? "setting" : "release"}`,
    };
  }

  private get address(): string {
    return `terraform_data.${this.name}`;
  }
}

/** The output `release`: each late-bound value of the stack by its name. None without such values. */
export function addReleaseOutput(stack: TerraformStack): void {
  const values = stack.node
    .findAll()
    .filter((node: IConstruct): node is LateBound<string | number> => node instanceof LateBound);
  if (values.length === 0) return;
  const output = new TerraformOutput(stack, "release_values", {
    description: "What is released: each value, what the settings say, and which of both it is",
    value: Object.fromEntries(values.map((of) => [of.name, of.described])),
  });
  // Not the construct's own name, which a component may have.
  output.overrideLogicalId("release");
}

/** A setting in an expression of Terraform's language, which lacks the escapes `\b` and `\f` of JSON. Its `${` is escaped already. */
function literal(setting: string | number): string {
  if (typeof setting === "number") return String(setting);
  return JSON.stringify(setting).replaceAll(
    /(?<!\\)((?:\\\\)*)\\([bf])/g,
    (_, before, letter) => `${before}\\u00${letter === "b" ? "08" : "0c"}`,
  );
}
