"""EFS: backup policy and removal of the file-system policy.

PutBackupPolicy is missing, so aws_efs_backup_policy fails; without DeleteFileSystemPolicy a destroy stops.
"""

import json

from moto.efs.models import EFSBackend
from moto.efs.responses import EFSResponse

from patching import adds, replaces, store


@adds(EFSResponse)
def put_backup_policy(self):
    policy = self._get_param("BackupPolicy")
    store(self.efs_backend, "backup_policies")[self._get_param("FileSystemId")] = policy
    return json.dumps({"BackupPolicy": policy}), {"Content-Type": "application/json"}


@replaces(EFSBackend, "describe_backup_policy")
def describe_what_was_put(original, self, file_system_id):
    return store(self, "backup_policies").get(file_system_id) or original(self, file_system_id)


@adds(EFSResponse)
def delete_file_system_policy(self):
    self.efs_backend.file_systems_by_id[self._get_param("FileSystemId")].file_system_policy = None
    return json.dumps({}), {"Content-Type": "application/json"}
