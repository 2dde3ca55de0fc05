"""AWS Backup: selections, tags, changed plans, vaults that can be removed.

- Tags are read at /tags/<arn>, with or without a final slash; moto drops the last part of the path: the second plan adds
  the default tags to every vault and plan again.
- CreateBackupSelection, the other actions on selections, and UpdateBackupPlan are missing.
- ListRecoveryPointsByBackupVault is missing, which force_destroy of a vault begins with.
- A deleted plan keeps its name, and can still be read: a destroy waits for it to vanish.
"""

import json
import time
import uuid
from urllib.parse import unquote

from moto.backup import urls
from moto.backup.exceptions import ResourceNotFoundException
from moto.backup.models import BackupBackend, Plan
from moto.backup.responses import BackupResponse

from patching import adds, replaces, store


@replaces(BackupResponse, "list_tags")
def list_tags(_original, self):
    arn = unquote(self.path.removeprefix("/tags/")).rstrip("/")
    return json.dumps({"Tags": self.backup_backend.list_tags(arn)})


@replaces(BackupBackend, "delete_backup_plan")
def delete_plan(original, self, backup_plan_id):
    deleted = original(self, backup_plan_id)
    del self.plans[backup_plan_id]
    return deleted


@adds(BackupResponse)
def update_backup_plan(self):
    plan_id = self.path.rstrip("/").split("/")[-1]
    current = self.backup_backend.get_backup_plan(plan_id, None)
    changed = Plan(json.loads(self.body)["BackupPlan"], current.creator_request_id, self.backup_backend)
    changed.backup_plan_id, changed.backup_plan_arn = current.backup_plan_id, current.backup_plan_arn
    self.backup_backend.plans[plan_id] = changed
    return json.dumps(changed.to_dict())


def selections_of(response):
    return store(response.backup_backend, "selections")


def selection_of(response):
    selection_id = response.path.rstrip("/").split("/")[-1]
    if selection_id not in selections_of(response):
        raise ResourceNotFoundException(msg=f"Backup selection {selection_id} not found")
    return selections_of(response)[selection_id]


@adds(BackupResponse)
def create_backup_selection(self):
    plan_id = self.path.split("/")[3]
    selection = {
        "BackupPlanId": plan_id,
        "BackupSelection": json.loads(self.body)["BackupSelection"],
        "CreationDate": time.time(),
        "SelectionId": str(uuid.uuid4()),
    }
    selections_of(self)[selection["SelectionId"]] = selection
    return json.dumps(selection)


@adds(BackupResponse)
def get_backup_selection(self):
    return json.dumps(selection_of(self))


@adds(BackupResponse)
def list_backup_selections(self):
    plan_id = self.path.split("/")[3]
    found = [it for it in selections_of(self).values() if it["BackupPlanId"] == plan_id]
    listed = [{**it, "SelectionName": it["BackupSelection"]["SelectionName"]} for it in found]
    return json.dumps({"BackupSelectionsList": listed})


@adds(BackupResponse)
def delete_backup_selection(self):
    del selections_of(self)[selection_of(self)["SelectionId"]]
    return "{}"


@adds(BackupResponse)
def list_recovery_points_by_backup_vault(self):
    return json.dumps({"RecoveryPoints": []})  # moto runs no backup job


urls.url_paths["{0}/backup-vaults/(?P<name>[^/]+)/recovery-points"] = BackupResponse.dispatch
urls.url_paths["{0}/backup-vaults/(?P<name>[^/]+)/recovery-points/"] = BackupResponse.dispatch
