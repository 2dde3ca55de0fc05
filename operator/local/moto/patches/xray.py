"""X-Ray: sampling rules with their tags. moto has none of these actions: aws_xray_sampling_rule cannot be created."""

import json
import time

from moto.core.exceptions import JsonRESTError
from moto.xray import urls
from moto.xray.responses import XRayResponse

from patching import adds, paired, store, tags_of, unpaired


def rules_of(response):
    return store(response.xray_backend, "sampling_rules")


def record_of(response, rule):
    records = rules_of(response).values()
    found = [it for it in records if rule in (it["SamplingRule"]["RuleName"], it["SamplingRule"]["RuleARN"])]
    if not found:
        raise JsonRESTError("InvalidRequestException", f"Sampling rule {rule} does not exist")
    return found[0]


@adds(XRayResponse)
def create_sampling_rule(self):
    rule = self._get_param("SamplingRule")
    name = rule["RuleName"]
    rule["RuleARN"] = f"arn:aws:xray:{self.region}:{self.current_account}:sampling-rule/{name}"
    now = time.time()
    rules_of(self)[name] = {"SamplingRule": rule, "CreatedAt": now, "ModifiedAt": now}
    tags_of(self.xray_backend, rule["RuleARN"]).update(unpaired(self._get_param("Tags") or []))
    return json.dumps({"SamplingRuleRecord": rules_of(self)[name]})


@adds(XRayResponse)
def get_sampling_rules(self):
    return json.dumps({"SamplingRuleRecords": list(rules_of(self).values())})


@adds(XRayResponse)
def update_sampling_rule(self):
    update = self._get_param("SamplingRuleUpdate")
    record = record_of(self, update.get("RuleName") or update.get("RuleARN"))
    record["SamplingRule"].update(update)
    record["ModifiedAt"] = time.time()
    return json.dumps({"SamplingRuleRecord": record})


@adds(XRayResponse)
def delete_sampling_rule(self):
    record = record_of(self, self._get_param("RuleName") or self._get_param("RuleARN"))
    del rules_of(self)[record["SamplingRule"]["RuleName"]]
    return json.dumps({"SamplingRuleRecord": record})


@adds(XRayResponse)
def list_tags_for_resource(self):
    return json.dumps({"Tags": paired(tags_of(self.xray_backend, self._get_param("ResourceARN")))})


@adds(XRayResponse)
def tag_resource(self):
    tags_of(self.xray_backend, self._get_param("ResourceARN")).update(unpaired(self._get_param("Tags")))
    return "{}"


@adds(XRayResponse)
def untag_resource(self):
    tags = tags_of(self.xray_backend, self._get_param("ResourceARN"))
    for key in self._get_param("TagKeys"):
        tags.pop(key, None)
    return "{}"


for action in (
    "CreateSamplingRule",
    "GetSamplingRules",
    "UpdateSamplingRule",
    "DeleteSamplingRule",
    "ListTagsForResource",
    "TagResource",
    "UntagResource",
):
    urls.url_paths[f"{{0}}/{action}$"] = XRayResponse.dispatch
