import { fargateSizeProblem } from "../../../../settings/schema/aws/fargate";

describe("the sizes of a Fargate task (AWS ECS developer guide, task CPU and memory)", () => {
  test.each([
    [0.25, [512, 1024, 2048]],
    [0.5, [1024, 2048, 3072, 4096]],
    [1, [2048, 3072, 8192]],
    [2, [4096, 5120, 16_384]],
    [4, [8192, 9216, 30_720]],
    [8, [16_384, 20_480, 61_440]],
    [16, [32_768, 40_960, 122_880]],
  ])("%d vCPU takes %j MiB", (cpu, memories) => {
    for (const memory of memories) expect(fargateSizeProblem(cpu, memory)).toBeUndefined();
  });

  test.each([
    [0.25, 1536, "512, 1024 or 2048 MiB for 0.25 vCPU"],
    [0.25, 4096, "512, 1024 or 2048 MiB for 0.25 vCPU"],
    [0.5, 512, "1024 to 4096 MiB in steps of 1024 for 0.5 vCPU"],
    [1, 9216, "2048 to 8192 MiB in steps of 1024 for 1 vCPU"],
    [2, 4608, "4096 to 16384 MiB in steps of 1024 for 2 vCPU"],
    [8, 17_408, "16384 to 61440 MiB in steps of 4096 for 8 vCPU"],
    [16, 131_072, "32768 to 122880 MiB in steps of 8192 for 16 vCPU"],
    [0.3, 512, "one of 0.25, 0.5, 1, 2, 4, 8, 16 vCPU"],
    [32, 65_536, "one of 0.25, 0.5, 1, 2, 4, 8, 16 vCPU"],
  ])("%d vCPU with %d MiB is refused with the sizes that are valid", (cpu, memory, problem) => {
    expect(fargateSizeProblem(cpu, memory)).toBe(problem);
  });
});
