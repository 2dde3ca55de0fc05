# The Agentic Service Bot (document 001): values of all environments.

pipeline = "gitflow"
pipeline_environments = { standby = "prod-dr" }

aws_websocket = { stack = "aws-websocket" }
