"""CodeBuild: report groups, and projects that return all their arguments.

A build has the variables that it was started with; a second request with the same token starts no build; a project runs no more
builds than its limit. A build takes one second; one that is started with a buildspec of its own in which a command is `exit 1` fails. Its
start and its end are reported to CloudWatch and EventBridge.
"""

import contextvars
import copy
import json
import re
import threading
import time

from ministack.core.responses import (
    AccountRegionScopedDict,
    error_response_json,
    get_account_id,
    get_region,
    json_response,
)
from ministack.services import cloudwatch, codebuild, eventbridge

from patching import replaces

kept = {
    "buildBatchConfig": None,
    "cache": {"type": "NO_CACHE"},
    "concurrentBuildLimit": None,
    "fileSystemLocations": None,
    "logsConfig": {"cloudWatchLogs": {"status": "ENABLED"}, "s3Logs": {"status": "DISABLED"}},
    "projectVisibility": "PRIVATE",
    "queuedTimeoutInMinutes": 480,
    "secondaryArtifacts": None,
    "secondarySources": None,
    "vpcConfig": None,
}
run_seconds = 1

report_groups = AccountRegionScopedDict()
tokens = AccountRegionScopedDict()
starting = threading.RLock()


@replaces(codebuild, "reset")
def reset(original):
    original()
    report_groups.clear()
    tokens.clear()


@replaces(codebuild, "_create_project")
def create_project(original, data):
    answer = original(data)
    return changed(data) if answer[0] == 200 else answer


@replaces(codebuild, "_update_project")
def update_project(original, data):
    answer = original(data)
    return changed(data) if answer[0] == 200 else answer


@replaces(codebuild, "_delete_project")
def delete_project(original, data):
    """Terraform names a project by its ARN. A missing project counts as deleted."""
    codebuild._projects.pop(codebuild._project_name_from_identifier(data["name"]), None)
    return json_response({})


def changed(data):
    project = codebuild._projects[data["name"]]
    project.update({key: data[key] for key in kept if key in data})
    if project.get("concurrentBuildLimit") == -1:  # With this value an SDK removes a limit.
        project["concurrentBuildLimit"] = None
    return json_response({"project": codebuild._project_shape(project)})


@replaces(codebuild, "_project_shape")
def project_shape(original, project):
    more = {key: project.get(key, default) for key, default in kept.items()}
    return original(project) | {key: value for key, value in more.items() if value is not None}


@replaces(codebuild, "_start_build")
def start_build(original, data):
    token = data.get("idempotencyToken")
    with starting:
        if token in tokens:
            return json_response({"build": copy.deepcopy(codebuild._builds[tokens[token]])})
        project = codebuild._projects.get(data.get("projectName"))
        limit = project and project.get("concurrentBuildLimit")
        if limit and sum(running(build, project) for build in codebuild._builds.values()) >= limit:
            return error_response_json(
                "AccountLimitExceededException", f"Cannot have more than {limit} builds in queue for the project", 400
            )
        answer = original(data)
        if answer[0] != 200 or codebuild.EXECUTE_BUILDS:
            return answer
        build = codebuild._builds[json.loads(answer[2])["build"]["id"]]
        if token:
            tokens[token] = build["id"]
        build["environment"] = environment(project, data.get("environmentVariablesOverride", []))
        ended = {key: build.pop(key) for key in ("buildStatus", "currentPhase", "endTime", "phases")}
        build.update(buildStatus="IN_PROGRESS", currentPhase="SUBMITTED", phases=ended["phases"][:1])
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(run, build, ended, fails(data)), daemon=True).start()
    return json_response({"build": copy.deepcopy(build)})


def fails(data):
    return re.search(r"^\s*- exit 1$", data.get("buildspecOverride") or "", re.MULTILINE) is not None


def running(build, project):
    return build["projectName"] == project["name"] and build["buildStatus"] == "IN_PROGRESS"


def environment(project, overrides):
    own = copy.deepcopy(project["environment"])
    names = {variable["name"] for variable in overrides}
    inherited = [variable for variable in own.get("environmentVariables", []) if variable["name"] not in names]
    return own | {"environmentVariables": inherited + overrides}


def run(build, ended, fails):
    report(build)
    time.sleep(run_seconds)
    if codebuild._builds.get(build["id"]) is not build:  # The emulator was reset.
        return
    if build["buildStatus"] != "IN_PROGRESS":  # It was stopped.
        report(build)
        return
    queued = {"phaseType": "QUEUED", "phaseStatus": "SUCCEEDED", "durationInSeconds": 0}
    phases = [{"durationInSeconds": 0} | phase for phase in ended["phases"]]
    build.update(ended, endTime=int(time.time()), phases=[phases[0], queued, *phases[1:]])
    if fails:
        build["buildStatus"] = "FAILED"
        for phase in build["phases"]:
            if phase["phaseType"] == "BUILD":
                phase["phaseStatus"] = "FAILED"
    dimensions = {"ProjectName": build["projectName"]}
    for name, value, unit in (
        ("Builds", 1, "Count"),
        ("FailedBuilds" if fails else "SucceededBuilds", 1, "Count"),
        ("Duration", build["endTime"] - build["startTime"], "Seconds"),
        ("QueuedDuration", 0, "Seconds"),
    ):
        cloudwatch.record_metric("AWS/CodeBuild", name, value, unit, dimensions)
    report(build)


def report(build):
    detail = {
        "build-status": build["buildStatus"],
        "project-name": build["projectName"],
        "build-id": build["arn"],
        "current-phase": build["currentPhase"],
        "version": "1",
    }
    entry = {
        "Source": "aws.codebuild",
        "DetailType": "CodeBuild Build State Change",
        "Detail": json.dumps(detail),
        "Resources": [build["arn"]],
    }
    eventbridge._put_events({"Entries": [entry]}, allow_aws_source=True)


def create_report_group(data):
    name = data["name"]
    arn = f"arn:aws:codebuild:{get_region()}:{get_account_id()}:report-group/{name}"
    if arn in report_groups:
        return error_response_json("ResourceAlreadyExistsException", f"Report group already exists: {arn}", 400)
    now = int(time.time())
    group = {"tags": []} | data | {"arn": arn, "created": now, "lastModified": now, "status": "ACTIVE"}
    report_groups[arn] = group
    return json_response({"reportGroup": group})


def update_report_group(data):
    group = report_groups.get(data["arn"])
    if group is None:
        return error_response_json("ResourceNotFoundException", f"Report group not found: {data['arn']}", 400)
    group.update(data, lastModified=int(time.time()))
    return json_response({"reportGroup": group})


def delete_report_group(data):
    report_groups.pop(data["arn"], None)
    return json_response({})


def batch_get_report_groups(data):
    arns = data["reportGroupArns"]
    found = [report_groups[arn] for arn in arns if arn in report_groups]
    missing = [arn for arn in arns if arn not in report_groups]
    return json_response({"reportGroups": found, "reportGroupsNotFound": missing})


def list_reports_for_report_group(data):
    """Always empty: reports come from builds, and no build runs here."""
    return json_response({"reports": []})


def batch_get_reports(data):
    return json_response({"reports": [], "reportsNotFound": data["reportArns"]})


actions = {
    "BatchGetReportGroups": batch_get_report_groups,
    "BatchGetReports": batch_get_reports,
    "CreateReportGroup": create_report_group,
    "DeleteReportGroup": delete_report_group,
    "ListReportsForReportGroup": list_reports_for_report_group,
    "UpdateReportGroup": update_report_group,
}


@replaces(codebuild, "_handle_request_sync")
def handle(original, method, path, headers, body, query_params):
    action = actions.get(headers.get("x-amz-target", "").split(".")[-1])
    return action(json.loads(body)) if action else original(method, path, headers, body, query_params)
