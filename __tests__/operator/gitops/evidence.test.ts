import { type Delivery, deliveryOf, staged } from "../../../operator/gitops/evidence";
import { imageOf } from "../../../operator/gitops/values";

const image = imageOf(`ghcr.io/example/api@sha256:${"a".repeat(64)}`);
const other = `sha256:${"b".repeat(64)}`;
const now = new Date("2026-11-30T12:00:00Z");
const wanted = { image, repository: "example/gitops", commit: "c0ffee", now };

function said(more: Partial<Delivery> = {}, digest = image.digest) {
  const of = {
    repository: "example/gitops",
    image: "i",
    tag: "sha-c0ffee",
    commit: "c0ffee",
    at: "2026-11-29T12:00:00Z",
    answered: "no",
  };
  return { digest, predicate: { ...deliveryOf(of), ...more } };
}

test("the newest delivery of the commit to the repository counts, and what else is said of the image hides none", () => {
  const others = [said({ repository: "mallory/gitops", at: "2026-11-30T11:00:00Z" }), said({ commit: "beef" })];
  const sbom = { digest: image.digest, predicate: { spdxVersion: "SPDX-2.3" } };
  expect(staged([...others, sbom, said({ answered: "mine" })], wanted).answered).toBe("mine");
});

test("the newest delivery of the image counts", () => {
  const all = [said({ at: "2026-11-20T12:00:00Z" }), said({ answered: "yes" }), said({}, other)];
  expect(staged(all, wanted).answered).toBe("yes");
});

test.each([
  ["none", [], /expected a delivery of ghcr.io\/example\/api@sha256:a+ to staging, found none/],
  ["one of another image", [said({}, other)], /found one of sha256:b+/],
  ["one of another commit", [said({ commit: "beef" })], /of commit beef, this run is of c0ffee/],
  ["one to another repository", [said({ repository: "mallory/gitops" })], /to example\/gitops, found one to mallory/],
  ["one of more than a week ago", [said({ at: "2026-11-23T11:00:00Z" })], /169.0 h ago, expected at most 168 h/],
  ["one of tomorrow", [said({ at: "2026-12-01T12:00:00Z" })], /-24.0 h ago/],
  [
    "another statement",
    [{ digest: image.digest, predicate: { spdxVersion: "SPDX-2.3" } }],
    /something else at version/,
  ],
])("%s is refused", (_, all, message) => {
  expect(() => staged(all, wanted)).toThrow(message);
});
