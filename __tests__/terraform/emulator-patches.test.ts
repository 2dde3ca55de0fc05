import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { emulatorPython, emulatorSource, ensureEmulatorInstalled } from "../../operator/local/emulator-install";

const folder = join(__dirname, "../../.local");

test("each patch of the emulator mends the bug that it names", async () => {
  await ensureEmulatorInstalled(folder);
  const { status, stderr } = spawnSync(emulatorPython(folder), ["-m", "unittest", "discover"], {
    cwd: join(emulatorSource(folder, "server.py"), ".."),
    encoding: "utf8",
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  expect(stderr).toMatch(/^Ran [1-9]\d* tests in/m);
  expect({ status, stderr }).toMatchObject({ status: 0 });
}, 300_000);
