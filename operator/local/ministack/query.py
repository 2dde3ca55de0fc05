"""AWS's query protocol (a form in, XML out), from the model of a service. MiniStack implements it only in part for some services."""

import functools
from datetime import datetime, timezone
from xml.sax.saxutils import escape

import botocore.session


@functools.cache
def model(service):
    return botocore.session.get_session().get_service_model(service)


def read(service, action, form):
    """The members of a request as in JSON, from the fields of its form."""
    found = _read(model(service).operation_model(action).input_shape, form, "")
    return found or {}


def write(service, action, members):
    """The result of an operation as XML, without the envelope."""
    shape = model(service).operation_model(action).output_shape
    return _write(shape, members) if shape else ""


def _read(shape, form, prefix):
    """None if the form does not have it."""
    if shape.type_name == "structure":
        members = {name: _read(of, form, f"{prefix}.{name}" if prefix else name) for name, of in shape.members.items()}
        return {name: value for name, value in members.items() if value is not None} or None
    if shape.type_name == "list":
        items = []
        while (item := _read(shape.member, form, f"{prefix}.member.{len(items) + 1}")) is not None:
            items.append(item)
        return items or None
    if prefix not in form:
        return None
    text = form[prefix][0] if isinstance(form[prefix], list) else form[prefix]
    if shape.type_name == "boolean":
        return text.lower() == "true"
    if shape.type_name in ("integer", "long"):
        return int(text)
    if shape.type_name in ("double", "float"):
        return float(text)
    return text


def _write(shape, value):
    if shape.type_name == "structure":
        written = ((name, _write(of, value[name])) for name, of in shape.members.items() if value.get(name) is not None)
        return "".join(f"<{name}>{text}</{name}>" for name, text in written)
    if shape.type_name == "list":
        return "".join(f"<member>{_write(shape.member, item)}</member>" for item in value)
    if shape.type_name == "map":
        pairs = ((_write(shape.key, key), _write(shape.value, item)) for key, item in value.items())
        return "".join(f"<entry><key>{key}</key><value>{item}</value></entry>" for key, item in pairs)
    if shape.type_name == "boolean":
        return str(value).lower()
    if shape.type_name == "timestamp" and not isinstance(value, str):
        return datetime.fromtimestamp(value, tz=timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return escape(str(value))
