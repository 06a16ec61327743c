"""The fields rules may speak of, as message types: `subjects.v1.schema.json` turned into protobuf descriptors for the compiler."""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

PACKAGE = "telint"


def message_name(definition: str) -> str:
    """`event_name` -> `telint.EventName`."""
    return f"{PACKAGE}.{definition.title().replace('_', '')}"


def pool_of(schema: Schema) -> Any:
    """A descriptor pool with one message type for every object under `$defs`.

    Understands what the schema uses: strings, booleans, integers, `$ref` into `$defs`, and lists of these. Anything else is a
    `ValueError`: a rule must not be checked against less than it sees.
    """
    from google.protobuf import descriptor_pb2, descriptor_pool

    file = descriptor_pb2.FileDescriptorProto(name="telint/subjects.proto", package=PACKAGE, syntax="proto3")
    for name, shape in schema["$defs"].items():
        message = file.message_type.add(name=message_name(name).removeprefix(f"{PACKAGE}."))
        for number, (field, of) in enumerate(shape["properties"].items(), 1):
            _set_type(message.field.add(name=field, number=number), of, f"{name}.{field}")
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())
    return pool


def _set_type(field: Any, shape: Schema, path: str) -> None:
    scalars = {"string": field.TYPE_STRING, "boolean": field.TYPE_BOOL, "integer": field.TYPE_INT64}
    repeated = shape.get("type") == "array"
    field.label = field.LABEL_REPEATED if repeated else field.LABEL_OPTIONAL
    shape = shape["items"] if repeated else shape
    if "$ref" in shape:
        field.type = field.TYPE_MESSAGE
        field.type_name = "." + message_name(shape["$ref"].removeprefix("#/$defs/"))
    elif str(shape.get("type")) in scalars:
        field.type = scalars[shape["type"]]
    else:
        raise ValueError(f"rules cannot be checked against the type of {path}: {shape.get('type')}")
