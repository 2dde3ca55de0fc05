import { changesOf, StreamedChanges } from "../../../operator/plan/plan-changes";

const changed = (address: string, actions: string[], more: object = {}, of: object = {}) => ({
  address,
  ...more,
  change: { actions, before: null, after: null, ...of },
});

test("a plan says what its lines would say", () => {
  const plan = changesOf({
    resource_changes: [
      changed("a.create", ["create"]),
      changed("a.kept", ["no-op"]),
      changed("a.moved", ["no-op"], { previous_address: "a.before" }),
      changed("a.imported", ["no-op"], {}, { importing: { id: "x" } }),
      changed("a.replaced", ["create", "delete"], { action_reason: "replace_because_cannot_update" }),
      changed("a.by-request", ["delete", "create"], { action_reason: "replace_by_request" }),
      changed("a.forgotten", ["forget"]),
      changed("a.gone", ["delete"], { action_reason: "delete_because_no_resource_config" }),
      changed("data.a.read", ["read"], { mode: "data" }),
    ],
    resource_drift: [changed("a.kept", ["update"])],
    output_changes: { url: { actions: ["update"] }, same: { actions: ["no-op"] } },
  });
  expect(plan).toEqual({
    changes: [
      { address: "a.gone", action: "delete", reason: "delete_because_no_resource_config" },
      { address: "a.by-request", action: "replace", reason: "requested" },
      { address: "a.replaced", action: "replace", reason: "cannot_update" },
      { address: "a.forgotten", action: "forget" },
      { address: "a.moved", action: "move" },
      { address: "a.imported", action: "import" },
      { address: "a.create", action: "create" },
    ],
    hasDrift: true,
    outputs: { url: "update" },
  });
});

test("what a plan forgets is shown, which Terraform's lines call a removal", () => {
  const changes = new StreamedChanges();
  const change = { resource: { addr: "a.gone" }, action: "remove" };
  expect(changes.take({ type: "planned_change", "@message": "", change })).toBe(true);
  expect(changes.changes).toEqual([{ address: "a.gone", action: "forget" }]);
});
