"""What a task does, by the tags of its images."""

import hashlib
import re
from dataclasses import dataclass

WORDS = re.compile(r"(?:^|[-._])(never-starts|crashes|slow)(?=$|[-._])")


@dataclass(frozen=True)
class Behaviour:
    """Whether it takes long, and how it fails: `never-starts`, `crashes` or not at all. `image` is the one that fails."""

    slow: bool
    failure: str | None
    image: str


def tag_of(image):
    """The tag of a reference such as registry:5000/name:tag@sha256:…; empty where it has none."""
    return image.split("@")[0].rsplit("/", 1)[-1].partition(":")[2]


def words_of(image):
    """The words of the tag, between `-`, `.` and `_`, that say how the image behaves."""
    return set(WORDS.findall(tag_of(image)))


def behaviour_of(task_definition):
    """A task is as slow as its slowest container, and fails as its worst one."""
    images = [container["image"] for container in task_definition.container_definitions]
    for failure in ("never-starts", "crashes"):
        failing = next((image for image in images if failure in words_of(image)), None)
        if failing:
            break
    slow = any("slow" in words_of(image) for image in images)
    return Behaviour(slow, failure if failing else None, failing or images[0])


def digest_of(image):
    """The digest that the reference names, else one made from the reference: equal for equal references."""
    _, named, digest = image.partition("@")
    return digest if named else f"sha256:{hashlib.sha256(image.encode()).hexdigest()}"
