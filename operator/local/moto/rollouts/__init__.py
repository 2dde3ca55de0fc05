"""How services of ECS roll out, and how tasks run, without any container: what happens when, by the tag of the image.

Nothing runs in the background. Each request to ECS or to a target group first does all that has become due by the clock.
"""
