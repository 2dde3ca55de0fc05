import { DefaultTokenResolver, StringConcat, TerraformElement, type TerraformStack, Tokenization } from "cdktf";

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON, with tokens in it, has any shape.
type Json = any;

/**
 * Makes a stack's JSON in less time. cdktf looks for tokens twice in every value, and in the name of every argument, set or not. Most
 * values are constants: they are taken as they are, and cdktf resolves the others. The JSON is the same (docs/synthesis.md).
 */
export function resolveConstants(stack: TerraformStack): void {
  const ownJson = stack.toTerraform.bind(stack);
  stack.toTerraform = () => {
    const elements = stack.node.findAll().filter(TerraformElement.isTerraformElement);
    const resolved = elements.map((element) => resolve(stack, element.toTerraform()));
    return [...resolved, withoutElements(elements, ownJson)].reduce(merge, {});
  };
}

/** The stack's own part of the JSON: metadata and overrides. Its elements are restored afterwards. */
function withoutElements(elements: readonly TerraformElement[], stackJson: () => Json): Json {
  const own = elements.map((element) => element.toTerraform);
  for (const element of elements) element.toTerraform = () => ({});
  try {
    return stackJson();
  } finally {
    elements.forEach((element, index) => {
      element.toTerraform = own[index] as TerraformElement["toTerraform"];
    });
  }
}

function resolve(scope: TerraformStack, value: Json): Json {
  if (isConstant(value)) return value;
  if (Array.isArray(value) && !value.some(holdsToken)) return value.map((item) => resolve(scope, item)).filter(isSet);
  if (isPlainObject(value) && Object.keys(value).every(isConstant)) {
    const members = Object.entries(value)
      .filter(([, member]) => isSet(member))
      .map(([key, member]) => [key, resolve(scope, member)]);
    return Object.fromEntries(members.filter(([, member]) => isSet(member)));
  }
  const resolver = new DefaultTokenResolver(new StringConcat());
  const resolved = Tokenization.resolve(value, { scope, resolver });
  // Twice, as cdktf does: the value of a token may hold another token.
  return typeof resolved === "string" && !tokenMarker.test(resolved)
    ? resolved
    : Tokenization.resolve(resolved, { scope, resolver });
}

/** How cdktf writes a token into a text. */
const tokenMarker = /TfToken\[|e\+2/;

/** Whether cdktf would leave a value as it is: it holds no token and nothing to escape. Numbers from 1e280 on are tokens, in texts too. */
function isConstant(value: unknown): boolean {
  if (typeof value === "string") return !/TfToken\[|e\+2|[$%]\{|["\\\n\r\t]/.test(value);
  if (typeof value === "number") return Math.abs(value) < 1e280;
  return typeof value === "boolean" || value === null;
}

const isSet = (value: unknown) => value !== undefined;

/** A list of one such text or number is the token of a whole list. */
const holdsToken = (value: unknown) => (typeof value === "string" || typeof value === "number") && !isConstant(value);

/** An object literal: nothing is above its prototype. */
const isPlainObject = (value: unknown) => Object.getPrototypeOf(Object.getPrototypeOf(value) ?? value) === null;

/** Merges as cdktf does: objects by key, lists one after the other. */
function merge(lower: Json, upper: Json): Json {
  for (const [key, value] of Object.entries<Json>(upper)) {
    const present = lower[key];
    if (Array.isArray(present) && Array.isArray(value)) lower[key] = [...present, ...value];
    else lower[key] = isObject(present) && isObject(value) ? merge(present, value) : value;
  }
  return lower;
}

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
