"""CloudTrail: StartLogging and StopLogging by ARN.

moto looks the trail up by its name only; Terraform gives the ARN, and the apply of aws_cloudtrail ends in a 500
(KeyError).
"""

from moto.cloudtrail.models import CloudTrailBackend

from patching import replaces


@replaces(CloudTrailBackend, "start_logging")
@replaces(CloudTrailBackend, "stop_logging")
def by_name_or_arn(original, self, name):
    return original(self, self.get_trail(name).trail_name)
