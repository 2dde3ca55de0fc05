import { TerraformResource, type TerraformStack, Testing } from "cdktf";
import type { Construct } from "constructs";
import { colors, sidesOf, weightOf } from "../../modules/aws/containers/sides";
import { addReleaseOutput, LateBound } from "../../stacks/late-bound";
import { Applied } from "./support/applied";

/** The state keeps what a release decides, with real Terraform, for every person and every command that plans. */

const applied: Applied[] = [];
afterAll(() => {
  for (const one of applied) one.remove();
});

function terraform(): Applied {
  const one = new Applied();
  applied.push(one);
  return one;
}

/** Something that uses late-bound values; it is changed when one of them is. */
function user(stack: Construct, name: string, input: unknown): void {
  const made = new TerraformResource(stack, name, {
    terraformResourceType: "terraform_data",
    terraformGeneratorMetadata: { providerName: "terraform" },
  });
  made.overrideLogicalId(name);
  made.addOverride("input", input);
}

describe("one value", () => {
  const configured = (image: string, replicas = 2) =>
    Testing.synthScope((stack) => {
      const values = {
        image: new LateBound(stack, "image", { setting: image, description: "Image" }).value,
        replicas: new LateBound(stack, "replicas", {
          setting: replicas,
          description: "Replicas",
          valid: { condition: (value: string) => `${value} >= 0 && ${value} <= 9`, expected: "0 to 9" },
        }).value,
      };
      user(stack, "service", values);
      addReleaseOutput(stack as TerraformStack);
    });
  const stack = terraform();
  const released = (name: "image" | "replicas") => (stack.output("release") as Record<string, unknown>)[name];

  test("is first the setting", () => {
    stack.configure(configured("app:1"));
    stack.apply();
    expect(stack.input("service")).toEqual({ image: "app:1", replicas: 2 });
    expect(released("image")).toEqual({ value: "app:1", setting: "app:1", from: "setting" });
  });

  test("is replaced by a release, in place in what uses it, while the other value stays", () => {
    const changes = stack.apply("-replace=terraform_data.image", "-var=image=app:2");
    expect(changes).toEqual(["terraform_data.image create,delete", "terraform_data.service update"]);
    expect(stack.input("service")).toEqual({ image: "app:2", replicas: 2 });
    expect(released("image")).toEqual({ value: "app:2", setting: "app:1", from: "release" });
    expect(released("replicas")).toEqual({ value: 2, setting: 2, from: "setting" });
  });

  test("stays in every later plan", () => {
    expect(stack.plan()).toEqual([]);
    expect(stack.plan("-refresh=false")).toEqual([]);
  });

  test("a variable alone is refused, with what to do, and one that changes nothing is no change", () => {
    expect(stack.refused("-var=image=app:3").replace(/[│\s]+/g, " ")).toMatch(
      /image: the state keeps "app:2", .* `npm run release`.* -replace=terraform_data\.image/,
    );
    expect(stack.plan("-var=image=app:2", "-var=replicas=2")).toEqual([]);
  });

  test("a value that is not valid is refused, and none is valid", () => {
    expect(stack.refused("-var=replicas=10")).toContain("replicas: expected 0 to 9.");
  });

  test("an edited setting wins, for that value only", () => {
    stack.apply("-replace=terraform_data.replicas", "-var=replicas=3");
    stack.configure(configured("app:2.1"));
    stack.apply();
    expect(stack.input("service")).toEqual({ image: "app:2.1", replicas: 3 });
    expect(released("image")).toEqual({ value: "app:2.1", setting: "app:2.1", from: "setting" });
    expect(stack.plan()).toEqual([]);
  });

  // As stacks/terraform-text.ts has escaped every setting.
  test.each(['a"b\\c', "\b\f\n\t\\b", "$${x} %%{y}", ""])("arrives as it is written: %j", (text) => {
    const one = terraform();
    one.configure(configured(text));
    one.apply();
    expect(one.input("image")).toBe(text.replaceAll("$${", "${").replaceAll("%%{", "%{"));
    expect(one.plan()).toEqual([]);
  });
});

/** The two sides of a service on ECS, each as what its task, its autoscaling and its weight come to. */
describe("colours that take turns", () => {
  const text = Testing.synthScope((stack) => {
    const value = <T extends string | number>(name: string, setting: T) =>
      new LateBound<T>(stack, name, { setting, description: name }).value;
    const image = value("image", "app:1");
    const props = {
      live: value<string>("live", "blue"),
      nextImage: value("next_image", "app:1"),
      nextPercent: value<number>("next_percent", 0),
      liveMinimum: value<number>("live_minimum", 2),
      nextMinimum: value<number>("next_minimum", 0),
      probe: "",
    };
    for (const { color, ...side } of sidesOf(image, { min: 2, max: 10 }, props)) {
      user(stack, `${color}_task`, { image: side.image });
      user(stack, `${color}_scaling`, {
        target: side.within({ min: side.minimum, max: 10 }),
        night: side.within({ min: 1, max: 1 }),
        held: side.held,
      });
    }
    user(stack, "rule", Object.fromEntries(colors.map((color) => [color, weightOf(color, props)])));
    user(stack, "worker", { image });
  });
  const stack = terraform();
  const values = {
    image: "app:1",
    live: "blue",
    next_image: "app:1",
    next_percent: 0,
    live_minimum: 2,
    next_minimum: 0,
  };
  let now: Record<string, string | number> = values;
  /** Applies these values, and returns what it changes but for the values themselves. */
  const set = (changed: Partial<typeof values>): string[] => {
    now = { ...now, ...changed };
    const changes = stack.apply(
      ...Object.keys(changed).map((name) => `-replace=terraform_data.${name}`),
      ...Object.entries(now).map(([name, value]) => `-var=${name}=${value}`),
    );
    return changes.flatMap((change) => /^terraform_data\.(\w+) update$/.exec(change)?.[1] ?? []);
  };
  const scaling = (color: string) => stack.input(`${color}_scaling`);

  test("first blue is live and green has no replica", () => {
    stack.configure(text);
    stack.apply();
    expect(scaling("blue")).toEqual({ target: { min: 2, max: 10 }, night: { min: 1, max: 1 }, held: false });
    expect(scaling("green")).toEqual({ target: { min: 0, max: 0 }, night: { min: 0, max: 0 }, held: true });
    expect(stack.input("rule")).toEqual({ blue: 100, green: 0 });
  });

  test("a start touches the other side, and holds the replicas of both", () => {
    const changes = set({ next_image: "app:2", live_minimum: 6, next_minimum: 6 });
    expect(changes).toEqual(["blue_scaling", "green_scaling", "green_task"]);
    const held = { target: { min: 6, max: 10 }, night: { min: 6, max: 6 }, held: true };
    expect([scaling("blue"), scaling("green")]).toEqual([held, held]);
    expect([stack.input("blue_task"), stack.input("green_task")]).toEqual([{ image: "app:1" }, { image: "app:2" }]);
  });

  test("a shift touches the rule alone", () => {
    expect(set({ next_percent: 10 })).toEqual(["rule"]);
    expect(stack.input("rule")).toEqual({ blue: 90, green: 10 });
    expect(set({ next_percent: 100 })).toEqual(["rule"]);
  });

  test("the finish touches what no client reaches, and neither side", () => {
    expect(set({ image: "app:2", next_image: "app:1", live: "green", next_percent: 0 })).toEqual(["worker"]);
    expect(stack.input("rule")).toEqual({ blue: 0, green: 100 });
    expect(stack.plan()).toEqual([]);
  });

  test("a fast way back touches the rule, and then what no client reaches", () => {
    expect(set({ next_percent: 100 })).toEqual(["rule"]);
    expect(set({ image: "app:1", next_image: "app:2", live: "blue", next_percent: 0 })).toEqual(["worker"]);
    expect(stack.input("rule")).toEqual({ blue: 100, green: 0 });
  });

  test("in the end the side that is not live has no replica again, and the other scales as before", () => {
    expect(set({ live_minimum: 2, next_minimum: 0 })).toEqual(["blue_scaling", "green_scaling"]);
    expect(scaling("blue")).toEqual({ target: { min: 2, max: 10 }, night: { min: 1, max: 1 }, held: false });
    expect(scaling("green")).toEqual({ target: { min: 0, max: 0 }, night: { min: 0, max: 0 }, held: true });
  });

  test("more replicas than the settings allow are held too", () => {
    set({ live_minimum: 12, next_minimum: 12 });
    expect(scaling("green")).toMatchObject({ target: { min: 12, max: 12 } });
  });
});
