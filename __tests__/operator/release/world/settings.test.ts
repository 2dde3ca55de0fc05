import { releaseOf } from "../../../../operator/release/world/settings";
import { exampleStack, root } from "../../../stacks/synthesized";

const of = (id: string) => releaseOf(exampleStack(id), { root, folder: "." }, []);

test("the application's own health paths are checked where no others are given", () => {
  const { paths, strategy, keep_minutes } = of("aws-prod");
  expect(paths["application"]?.length).toBeGreaterThan(0);
  expect({ strategy, keep_minutes }).toEqual({ strategy: "blue_green", keep_minutes: 15 });
});

test("functions have no path of their own to ask", () => {
  expect(of("aws-websocket-prod")).toMatchObject({ strategy: "blue_green", paths: {} });
});

test("without two sides the strategy has no percentages", () => {
  expect(of("aws-dev").strategy).toBe("rolling");
  // Its functions have provisioned concurrency, or read a stream.
  expect(of("aws-serverless-prod").strategy).toBe("rolling");
  expect(of("aws-serverless-dev").strategy).toBe("blue_green");
});

test.each(["gcp-prod", "azure-prod", "aws-eks-prod", "kubernetes-prod"])("%s has no releases, and says so", (id) => {
  expect(() => of(id)).toThrow(
    `${id}: expected a stack of AWS with an application or functions: only these are released so far`,
  );
});
