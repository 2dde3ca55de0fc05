import { DefaultTokenResolver, StringConcat, TerraformElement, type TerraformStack, Tokenization } from "cdktf";

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON, with tokens in it, has any shape.
type Json = any;

/**
 * Makes a stack's JSON in a third less time. cdktf looks for tokens twice in every value, and in the name of every
 * argument, set or not. Most are constants, which are passed on here as they are; cdktf resolves the others. The bytes
 * are the same as without, which a test compares for every stack.
 */
export function passConstantsOn(stack: TerraformStack): void {
  const ownJson = stack.toTerraform.bind(stack);
  stack.toTerraform = () => {
    const elements = stack.node.findAll().filter(TerraformElement.isTerraformElement);
    const resolved = elements.map((element) => resolve(stack, element.toTerraform()));
    return [...resolved, withoutElements(elements, ownJson)].reduce(merge, {});
  };
}

/** What a stack says beside its elements: metadata, and what it overrides. The elements are as before afterwards. */
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

const resolver = new DefaultTokenResolver(new StringConcat());

function resolve(scope: TerraformStack, value: Json): Json {
  if (isConstant(value)) return value;
  if (Array.isArray(value) && !value.some(holdsToken)) return value.map((item) => resolve(scope, item)).filter(isSet);
  if (isPlainObject(value) && Object.keys(value).every(isConstant)) {
    const members = Object.entries(value)
      .filter(([, member]) => isSet(member))
      .map(([key, member]) => [key, resolve(scope, member)]);
    return Object.fromEntries(members.filter(([, member]) => isSet(member)));
  }
  const resolved = Tokenization.resolve(value, { scope, resolver });
  // Twice, as cdktf does, where what a token stands for may hold another.
  return typeof resolved === "string" && !tokenMarker.test(resolved)
    ? resolved
    : Tokenization.resolve(resolved, { scope, resolver });
}

/** How cdktf writes a token into a text. */
const tokenMarker = /TfToken\[|e\+2/;

/** Neither a token nor anything in which cdktf could see one or something to escape. Numbers are tokens from 1e280 on, in texts too. */
function isConstant(value: unknown): boolean {
  if (typeof value === "string") return !/TfToken\[|e\+2|[$%]\{|["\\\n\r\t]/.test(value);
  if (typeof value === "number") return Math.abs(value) < 1e280;
  return typeof value === "boolean" || value === null;
}

const isSet = (value: unknown) => value !== undefined;

/** A list of one such text stands for a list that is not known yet. */
const holdsToken = (value: unknown) => (typeof value === "string" || typeof value === "number") && !isConstant(value);

/** Written as `{}`, of whichever realm: Jest's test files have another `Object` than the bindings. */
const isPlainObject = (value: unknown) => Object.getPrototypeOf(Object.getPrototypeOf(value) ?? value) === null;

/** Objects by key, lists one after the other, as cdktf puts elements together. */
function merge(lower: Json, upper: Json): Json {
  for (const [key, value] of Object.entries<Json>(upper)) {
    const present = lower[key];
    if (Array.isArray(present) && Array.isArray(value)) lower[key] = [...present, ...value];
    else lower[key] = isObject(present) && isObject(value) ? merge(present, value) : value;
  }
  return lower;
}

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
