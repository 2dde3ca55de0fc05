"""The AWS CLI, as far as documented commands need it: `aws <service> <operation> --<parameter> <value> … [<file for the body>]`.

Parameters are those of the API, by the names that the CLI gives them. It prints the answer as JSON.
"""

import json
import sys

import boto3
from botocore import xform_name


def main(service, operation, *words):
    options = {}
    files = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word.startswith("--"):
            options[word[2:]] = rest.pop(0)
        else:
            files.append(word)
    client = boto3.client("s3" if service == "s3api" else service, region_name=options.pop("region", None))
    method = operation.replace("-", "_")
    shapes = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[method]).input_shape.members
    names = {xform_name(name, "-"): name for name in shapes}
    parameters = {names[option]: value_of(shapes[names[option]], text) for option, text in options.items()}
    answer = getattr(client, method)(**parameters)
    body = answer.pop("Body", None)
    if body is not None:
        with open(files[0], "wb") as file:
            file.write(body.read())
    print(json.dumps(answer, default=str))


def value_of(shape, text):
    if shape.type_name in ("structure", "map", "list"):
        return json.loads(text)
    return int(text) if shape.type_name in ("integer", "long") else text


main(*sys.argv[1:])
