import { outputTexts } from "../../../operator/operations/outputs-text";

test("what was released is one line, and what our own commands read is left out", () => {
  const release = {
    image: { value: "app:2", setting: "app:1", from: "release" },
    next_percent: { value: 0, setting: 0, from: "setting" },
  };
  expect(
    outputTexts({ release_target: { platform: "ecs" }, release, url: "https://a\u001b[31m", names: ["a"] }),
  ).toEqual([
    ["release", 'image "app:2" (released), next_percent 0'],
    ["url", expect.not.stringContaining("\u001b")],
    ["names", '["a"]'],
  ]);
});
