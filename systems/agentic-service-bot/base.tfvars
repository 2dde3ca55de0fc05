# The Agentic Service Bot (document 001): values of all environments.

pipeline = "gitflow"

aws_websocket = { stack = "aws-websocket" }
