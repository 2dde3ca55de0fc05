import { Names } from "../../modules/names";

const names = new Names({
  system: "test-execution",
  environment: "prod",
  accountId: "111111111111",
  region: "us-east-1",
});

describe("Names", () => {
  test("a name is system, environment and part", () => {
    expect(names.of("database", "main")).toBe("test-execution-prod-main");
    expect(names.of("cluster")).toBe("test-execution-prod");
  });

  test("a bucket name carries the account, because bucket names are global", () => {
    expect(names.of("s3_bucket", "artifacts")).toBe("test-execution-prod-artifacts-111111111111");
  });

  test("a service that takes no hyphens gets none", () => {
    expect(names.of("azure_registry")).toBe("testexecutionprod111111111111");
  });

  test("a name over the service's limit is an error, never cut", () => {
    expect(() => names.of("load_balancer", "public-and-internal")).toThrow(
      'name "test-execution-prod-public-and-internal" (load_balancer): expected at most 32 characters, found 39',
    );
  });

  test("a name with characters the service refuses is an error", () => {
    expect(() => names.of("database", "Main_1")).toThrow("expected ^[a-z]");
  });

  test("global services have no region, S3 no account either", () => {
    expect(names.arn("iam", "role/x")).toBe("arn:aws:iam::111111111111:role/x");
    expect(names.arn("s3", "bucket/*")).toBe("arn:aws:s3:::bucket/*");
    expect(names.arn("ssm", "parameter/x")).toBe("arn:aws:ssm:us-east-1:111111111111:parameter/x");
  });
});
