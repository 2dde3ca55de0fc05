"""SQS: a redrive policy without white space, as AWS returns it.

moto answers `{"deadLetterTargetArn": "…"}` with a space after each colon; the second plan of aws_sqs_queue shows a change.
"""

import json

from moto.sqs.models import Queue


def attributes_as_aws_writes_them(self):
    attributes = moto_attributes(self)
    if attributes.get("RedrivePolicy"):
        attributes["RedrivePolicy"] = json.dumps(json.loads(attributes["RedrivePolicy"]), separators=(",", ":"))
    return attributes


moto_attributes = Queue.attributes.fget
Queue.attributes = property(attributes_as_aws_writes_them)
