// Smoke test of a release (the setting `release.smoke`): each new version alone, before its first call by others. Every request is one that it
// must refuse, so that nothing is stored and no build starts; a version that cannot load, or lacks a variable, gives no such answer.
import { call, expectStatus, fail } from "./functions.mjs";

const refused = { submit: { items: [] }, poller: { smoke: true }, events: {} };

async function smoke() {
  // What `npm run release` gives: { "submit": "kiro-worker-staging-submit:7", … }.
  const versions = Object.entries(JSON.parse(process.env.RELEASE_FUNCTIONS ?? "{}"));
  const missing = Object.keys(refused).filter((name) => !versions.some(([other]) => other === name));
  if (missing.length > 0) throw new Error(`RELEASE_FUNCTIONS: expected versions of ${missing.join(", ")} too`);
  for (const [name, version] of versions) {
    if (!(name in refused))
      throw new Error(`${name}: expected one of ${Object.keys(refused).join(", ")}: add its request here`);
    const [of, number] = version.split(":");
    expectStatus(`${version} refuses what it must`, await call(of, number, refused[name]), 400);
  }
}

await smoke().catch(fail);
