# The Agentic Service Bot (document 001): values of all environments.

aws_websocket = { stack = "aws-websocket" }
